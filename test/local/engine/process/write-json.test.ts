import * as fc from 'fast-check';
import { byBytes, writeJson } from '../../../../local/engine/process/write-json';

test.each([
  { value: { features: [1, 2.5], SageMakerOutput: { b: 1, a: 0 }, _id: 'x', text: '' }, text: '{"SageMakerOutput":{"a":0,"b":1},"_id":"x","features":[1,2.5],"text":""}' },
  { value: JSON.parse('{"n": 1.0, "e": 1e21, "s": 0.0000001, "big": 9007199254740993}'), text: '{"big":9007199254740992,"e":1e+21,"n":1,"s":1e-7}' },
  { value: { 10: 1, 9: 2, 1: 3 }, text: '{"1":3,"10":1,"9":2}' },
  { value: JSON.parse('{"__proto__": {"a": 1}}'), text: '{"__proto__":{"a":1}}' },
  { value: { '\u{1F600}': 1, '\uFFFD': 2, é: 3 }, text: '{"é":3,"\uFFFD":2,"\u{1F600}":1}' },
])('rules 60 to 62: $text is compact, sorted by bytes at every level, with numbers as doubles', ({ value, text }) => {
  expect(writeJson(value)).toBe(text);
});

test('the order is that of UTF-8 bytes', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
    expect(Math.sign(byBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }), { numRuns: 50 });
});

test('what is written says the same as what was read', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(JSON.parse(writeJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  }));
});
