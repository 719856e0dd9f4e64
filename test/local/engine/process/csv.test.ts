import * as fc from 'fast-check';
import { parseCsvLine, writeCsvLine } from '../../../../local/engine/process/csv';

test.each([
  { line: '1,2,3', row: ['1', '2', '3'] },
  { line: '', row: [''] },
  { line: ',', row: ['', ''] },
  { line: '"a,b",c', row: ['a,b', 'c'] },
  { line: '"say ""hi""",', row: ['say "hi"', ''] },
  { line: ' a, b', row: [' a', ' b'] },
  { line: '""', row: [''] },
])('rules 54 and 58: $line is the row $row', ({ line, row }) => {
  expect(parseCsvLine(line)).toEqual(row);
});

test.each([
  { line: 'a"b', error: 'bare " in non quoted field found near: a"b' },
  { line: ' "a"', error: 'bare " in non quoted field' },
  { line: '"a', error: 'extraneous or missing " in quoted field' },
  { line: '"a"b,c', error: 'extraneous or missing " in quoted field' },
])('rule 54: $line is refused', ({ line, error }) => {
  expect(() => parseCsvLine(line)).toThrow(error);
});

test('a row comes back as it was written', () => {
  fc.assert(fc.property(fc.array(fc.string(), { minLength: 1 }), (row) => {
    expect(parseCsvLine(writeCsvLine(row))).toEqual(row);
  }));
});
