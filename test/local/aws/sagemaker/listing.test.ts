import { page } from '../../../../local/aws/sagemaker/listing';

const job = (name: string, creationTime: number, status: string, lastModifiedTime = creationTime) => ({ name, creationTime, status, lastModifiedTime });
const JOBS = [job('alpha-1', 1000, 'Completed', 9000), job('Beta-2', 2000, 'Failed'), job('alpha-3', 3000, 'InProgress'), job('gamma-4', 4000, 'Completed')];

test.each([
  { input: {}, names: ['gamma-4', 'alpha-3', 'Beta-2', 'alpha-1'] },
  { input: { SortOrder: 'Ascending' }, names: ['alpha-1', 'Beta-2', 'alpha-3', 'gamma-4'] },
  { input: { SortBy: 'Name', SortOrder: 'Ascending' }, names: ['Beta-2', 'alpha-1', 'alpha-3', 'gamma-4'] },
  { input: { SortBy: 'Status', SortOrder: 'Ascending' }, names: ['alpha-1', 'gamma-4', 'Beta-2', 'alpha-3'] },
  { input: { NameContains: 'ALPHA' }, names: ['alpha-3', 'alpha-1'] },
  { input: { StatusEquals: 'Completed' }, names: ['gamma-4', 'alpha-1'] },
  { input: { CreationTimeAfter: 2, CreationTimeBefore: 3 }, names: ['alpha-3', 'Beta-2'] },
  { input: { LastModifiedTimeAfter: 8 }, names: ['alpha-1'] },
  { input: { LastModifiedTimeBefore: 2.5 }, names: ['Beta-2'] },
  { input: { NameContains: 'none' }, names: [] },
])('a list with $input gives $names', ({ input, names }) => {
  expect(page(JOBS, (row) => row, input).rows.map(({ name }) => name)).toEqual(names);
});

test('pages follow each other without gaps', () => {
  const many = Array.from({ length: 25 }, (_, n) => job(`j${String(n).padStart(2, '0')}`, n, 'Completed'));
  const seen: string[] = [];
  let token: string | undefined;
  do {
    const next = page(many, (row) => row, { SortOrder: 'Ascending', MaxResults: 10, NextToken: token });
    seen.push(...next.rows.map(({ name }) => name));
    token = next.NextToken;
  } while (token);
  expect(seen).toEqual(many.map(({ name }) => name));
  expect(page(many, (row) => row).rows).toHaveLength(10);
});

test.each([{ MaxResults: 0 }, { MaxResults: 101 }, { SortBy: 'Age' }, { SortOrder: 'Up' }, { StatusEquals: 'Pending' }, { NextToken: 'x' }])('a list with %p is refused', (input) => {
  expect(() => page(JOBS, (row) => row, input)).toThrow(/1 validation error detected/);
});
