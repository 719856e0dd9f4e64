import { median, spread } from '../../bench/measured';
import { page } from '../../bench/page';

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('the spread names the least, the most and the number of runs', () => {
  expect(spread([2, 1.25, 3], 1)).toBe('1.3 to 3.0, 3 runs');
});

test('the page says command, machine and date, and shows a target also when it is missed', () => {
  const text = page([{ what: 'ratio', value: '0.60', detail: '0.5 to 0.7', target: '0.85' }], { cores: 2, processor: 'a processor', memoryGiB: 8, system: 'Linux x64', node: '20.0.0', load: 1.25 }, '2026-01-02');
  for (const part of ['`npm run bench`', '2026-01-02', 'Node 20.0.0', '2 cores (a processor)', 'load average 1.3', '| ratio | 0.60 | 0.85 | 0.5 to 0.7 |']) expect(text).toContain(part);
});
