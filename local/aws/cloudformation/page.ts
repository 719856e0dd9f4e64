import { validationError } from '../../deploy/template';

const SIZE = 100;

/** A page of the list and the token of the next one. The token counts from the end, so that new items at the front do not shift the pages. */
export function page<T>(list: readonly T[], token: string | undefined): { readonly items: readonly T[]; readonly NextToken?: string } {
  const left = token === undefined || token === '' ? list.length : Number(token);
  if (!Number.isInteger(left) || left < 0 || left > list.length) throw validationError(`Invalid NextToken: ${token}`);
  const start = list.length - left;
  const items = list.slice(start, start + SIZE);
  return left > SIZE ? { items, NextToken: String(left - SIZE) } : { items };
}
