import { compareKeys, firstNotBefore } from './key-order';

export interface ListingRequest {
  readonly prefix?: string;
  readonly delimiter?: string;
  /** Where the last page ended: behind a key, or behind everything with a common prefix. */
  readonly after?: { readonly key: string } | { readonly commonPrefix: string };
  readonly maxKeys: number;
}

export interface Listing {
  readonly keys: string[];
  readonly commonPrefixes: string[];
  readonly truncated: boolean;
  /** The `after` of the next page. */
  readonly last?: { readonly key: string } | { readonly commonPrefix: string };
}

/** The part of the key up to the first delimiter behind the prefix, if there is one. */
export function commonPrefixOf(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** One page of sorted keys, found by binary search: the cost is the page's, not the bucket's. */
export function listPage(keys: readonly string[], { prefix = '', delimiter, after, maxKeys }: ListingRequest): Listing {
  const listing = { keys: [] as string[], commonPrefixes: [] as string[] };
  const pastPrefix = (start: string, from: number) => firstNotBefore(keys, (key) => key.startsWith(start) || compareKeys(key, start) < 0, from);

  let at = firstNotBefore(keys, (key) => compareKeys(key, prefix) < 0);
  if (after && 'key' in after) at = Math.max(at, firstNotBefore(keys, (key) => compareKeys(key, after.key) <= 0));
  if (after && 'commonPrefix' in after) at = Math.max(at, pastPrefix(after.commonPrefix, 0));

  let last: Listing['last'];
  while (at < keys.length && keys[at].startsWith(prefix)) {
    if (listing.keys.length + listing.commonPrefixes.length >= maxKeys) return { ...listing, truncated: maxKeys > 0, last };
    const commonPrefix = commonPrefixOf(keys[at], prefix, delimiter);
    if (commonPrefix === undefined) {
      listing.keys.push(keys[at]);
      last = { key: keys[at] };
      at += 1;
    } else {
      listing.commonPrefixes.push(commonPrefix);
      last = { commonPrefix };
      at = pastPrefix(commonPrefix, at);
    }
  }
  return { ...listing, truncated: false };
}
