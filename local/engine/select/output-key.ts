import { OUTPUT_ENDING } from '../choices';

/** Rule 66: the part of an input's key that its output key keeps. */
export function relativeKey(prefix: string, key: string): string {
  const folder = prefix.endsWith('/') || prefix === '' ? prefix : `${prefix}/`;
  if (key.startsWith(folder) && key.length > folder.length) return key.slice(folder.length);
  // 13.23: the prefix ends inside a name.
  return key.slice(prefix.lastIndexOf('/') + 1);
}

/** Rule 66: one trailing slash of the output prefix does not count. */
export function outputKey(outputPrefix: string, relative: string): string {
  const folder = outputPrefix.endsWith('/') ? outputPrefix.slice(0, -1) : outputPrefix;
  return `${folder === '' ? '' : `${folder}/`}${relative}${OUTPUT_ENDING}`;
}
