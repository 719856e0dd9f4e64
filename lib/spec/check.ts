import { INVARIANTS } from './invariants';
import { isStructure, memberOf } from './members';
import { ENVIRONMENT_KEY, Kind, LIMITS, Row, TABLE, TAG_TEXT } from './table';
import { Violation } from './violation';

export interface CheckOptions {
  /** Says which values cannot be known yet (tokens at synth); they are skipped. */
  isUnknown?(value: unknown): boolean;
}

/** Holds a request against the table and the invariants. All broken rules at once; empty when it is sound. */
export function checkSpec(spec: unknown, options: CheckOptions = {}): Violation[] {
  const isUnknown = (value: unknown) => options.isUnknown?.(value) ?? false;
  if (!isStructure(spec)) {
    return [{ rule: 'request', path: 'Request', property: 'request', value: String(spec), must: 'must be an object', mend: 'give the members of CreateTransformJob' }];
  }
  const scalars = TABLE.flatMap((row) => checkRow(row, memberOf(spec, row.path), isUnknown));
  const known = (path: string) => {
    const value = memberOf(spec, path);
    return isUnknown(value) ? undefined : value;
  };
  const sound = new Set(TABLE.map((row) => row.path).filter((path) => !scalars.some((violation) => violation.path === path)));
  const crossing = INVARIANTS.flatMap((invariant) => (invariant.reads.every((path) => sound.has(path)) ? invariant.check(known, (path) => isUnknown(memberOf(spec, path))) : []));
  return [...scalars, ...checkEnvironment(spec.Environment, isUnknown), ...checkTags(spec.Tags, isUnknown), ...crossing];
}

function checkRow(row: Row, value: unknown, isUnknown: (value: unknown) => boolean): Violation[] {
  if (value === undefined) {
    return row.required ? [{ rule: 'required', path: row.path, property: row.property, must: 'is required', mend: `set ${row.property}` }] : [];
  }
  if (isUnknown(value)) return [];
  const must = brokenBy(row.is, value);
  return must ? [{ rule: 'range', path: row.path, property: row.property, value: show(value), must, mend: 'change the value' }] : [];
}

/** What the value would have to be, when it is not; undefined when it is. */
function brokenBy(kind: Kind, value: unknown): string | undefined {
  switch (kind.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'enum':
      return kind.values.includes(value as string) ? undefined : `must be one of ${kind.values.join(', ')}`;
    case 'integer': {
      const within = Number.isInteger(value) && (value as number) >= kind.min && (value as number) <= (kind.max ?? Number.MAX_SAFE_INTEGER);
      const bounds = kind.max === undefined ? `of ${kind.min} or more` : `from ${kind.min} to ${kind.max}`;
      return within ? undefined : `must be a whole number ${bounds}${kind.unit ? ` ${kind.unit}` : ''}`;
    }
    case 'string': {
      if (typeof value !== 'string') return 'must be text';
      if (value.length < (kind.min ?? 0) || value.length > kind.max) return `must have ${kind.min ?? 0} to ${kind.max} characters, has ${value.length}`;
      return kind.pattern && !kind.pattern.test(value) ? `must have the form ${kind.form}` : undefined;
    }
  }
}

function checkEnvironment(environment: unknown, isUnknown: (value: unknown) => boolean): Violation[] {
  if (environment === undefined || isUnknown(environment)) return [];
  const at = { path: 'Environment', property: 'environment' };
  if (!isStructure(environment)) return [{ rule: 'environment', ...at, value: show(environment), must: 'must be names with texts', mend: 'give an object' }];
  const found: Violation[] = [];
  const names = Object.keys(environment);
  if (names.length > LIMITS.environmentEntries) {
    found.push({ rule: 'environment', ...at, value: `${names.length} entries`, must: `must have at most ${LIMITS.environmentEntries} entries`, mend: "put the others into the model container's environment" });
  }
  for (const name of names) {
    if (isUnknown(name)) continue;
    const value = environment[name];
    if (!ENVIRONMENT_KEY.test(name)) {
      found.push({ rule: 'environment', ...at, value: show(name), must: 'must have names of letters, digits and underscores that start with no digit', mend: 'rename the variable' });
    }
    if (!isUnknown(value) && (typeof value !== 'string' || value.length > LIMITS.environmentValue)) {
      found.push({ rule: 'environment', ...at, value: `${name} with ${String(value).length} characters`, must: `must have texts of at most ${LIMITS.environmentValue} characters`, mend: 'shorten the value' });
    }
  }
  return found;
}

function checkTags(tags: unknown, isUnknown: (value: unknown) => boolean): Violation[] {
  if (tags === undefined || isUnknown(tags)) return [];
  const at = { path: 'Tags', property: 'tags' };
  if (!Array.isArray(tags)) return [{ rule: 'tags', ...at, value: show(tags), must: 'must be a list', mend: 'give a list of Key and Value' }];
  const found: Violation[] = [];
  if (tags.length > LIMITS.tags) found.push({ rule: 'tags', ...at, value: `${tags.length} tags`, must: `must be at most ${LIMITS.tags}`, mend: 'remove some' });
  for (const tag of tags) {
    const { Key: key, Value: value } = isStructure(tag) ? tag : { Key: undefined, Value: undefined };
    const sound = (text: unknown, min: number, max: number) => isUnknown(text) || (typeof text === 'string' && text.length >= min && text.length <= max && TAG_TEXT.test(text));
    if (!sound(key, 1, LIMITS.tagKey) || !sound(value, 0, LIMITS.tagValue)) {
      found.push({ rule: 'tags', ...at, value: show(tag), must: `must have a Key of 1 to ${LIMITS.tagKey} and a Value of up to ${LIMITS.tagValue} letters, digits, blanks or _.:/=+-@`, mend: 'change the tag' });
    }
  }
  return found;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
