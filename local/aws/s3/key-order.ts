/**
 * S3 lists by the bytes of UTF-8. JavaScript compares UTF-16 units, where surrogates (characters beyond U+FFFF) come
 * before U+E000–U+FFFF; they are lifted above here.
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at === length ? a.length - b.length : rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** First position whose key is not before: `isBefore` holds for a front part of the sorted keys and for none after it. */
export function firstNotBefore(keys: readonly string[], isBefore: (key: string) => boolean, from = 0): number {
  let low = from;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(keys[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
