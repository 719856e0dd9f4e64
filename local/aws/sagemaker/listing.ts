import { memberOf } from '../../../lib/spec/members';
import { TRANSFORM_JOB_STATUS } from '../../../lib/spec/status';
import { validationError } from './validation';

/** What lists are filtered and sorted by. */
interface Listed {
  readonly name: string;
  readonly creationTime: number;
  readonly lastModifiedTime?: number;
  readonly status?: string;
}

const DEFAULT_RESULTS = 10;
const MAX_RESULTS = 100;
/** Filters on times: which time, and the sign of the side that passes. */
const TIMES: ReadonlyArray<readonly [string, 'creationTime' | 'lastModifiedTime', 1 | -1]> = [
  ['CreationTimeAfter', 'creationTime', 1],
  ['CreationTimeBefore', 'creationTime', -1],
  ['LastModifiedTimeAfter', 'lastModifiedTime', 1],
  ['LastModifiedTimeBefore', 'lastModifiedTime', -1],
];
const ORDER = ['Ascending', 'Descending'];
const SORT = { CreationTime: 'creationTime', Name: 'name', Status: 'status' } as const;

/** A page of a list operation: filters, order and page size of its input, and the token of the next page. */
export function page<T>(rows: readonly T[], read: (row: T) => Listed, input: Record<string, unknown> = {}): { rows: T[]; NextToken?: string } {
  check(input);
  const field = SORT[(input.SortBy as keyof typeof SORT | undefined) ?? 'CreationTime'];
  const sign = input.SortOrder === 'Ascending' ? 1 : -1;
  const found = rows
    .map((row) => ({ row, listed: read(row) }))
    .filter(({ listed }) => fits(listed, input))
    .sort((a, b) => sign * (compare(a.listed[field], b.listed[field]) || compare(a.listed.name, b.listed.name)));
  const from = input.NextToken === undefined ? 0 : Number(input.NextToken);
  const to = from + ((input.MaxResults as number | undefined) ?? DEFAULT_RESULTS);
  return { rows: found.slice(from, to).map(({ row }) => row), ...(to < found.length && { NextToken: String(to) }) };
}

function fits(listed: Listed, input: Record<string, unknown>): boolean {
  if (input.NameContains !== undefined && !listed.name.toLowerCase().includes(String(input.NameContains).toLowerCase())) return false;
  if (input.StatusEquals !== undefined && listed.status !== input.StatusEquals) return false;
  // The JSON protocol's times are seconds.
  return TIMES.every(([member, field, sign]) => input[member] === undefined || ((listed[field] ?? listed.creationTime) - Number(input[member]) * 1000) * sign >= 0);
}

function check(input: Record<string, unknown>): void {
  const within = (member: string, values: readonly string[]) => {
    const value = memberOf(input, member);
    return value === undefined || values.includes(value as string) ? [] : [{ path: member, value: String(value), must: `must satisfy enum value set: [${values.join(', ')}]` }];
  };
  const { MaxResults: max = DEFAULT_RESULTS, NextToken: token = '0' } = input;
  const faults = [
    ...within('SortBy', Object.keys(SORT)),
    ...within('SortOrder', ORDER),
    ...within('StatusEquals', TRANSFORM_JOB_STATUS),
    ...(Number.isInteger(max) && (max as number) >= 1 && (max as number) <= MAX_RESULTS ? [] : [{ path: 'MaxResults', value: String(max), must: `must be between 1 and ${MAX_RESULTS}` }]),
    ...(/^\d+$/.test(String(token)) ? [] : [{ path: 'NextToken', value: String(token), must: 'must come from the page before' }]),
  ];
  if (faults.length > 0) throw validationError(faults);
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
