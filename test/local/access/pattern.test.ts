import * as fc from 'fast-check';
import { literal, matcher, split, textOf, wildcards } from '../../../local/access/pattern';

describe('A pattern', () => {
  test.each([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['abc', 'Abc', false],
    ['*', '', true],
    ['a*', 'a/b:c', true],
    ['a*', 'ba', false],
    ['*c', 'abc', true],
    ['a*c', 'abcb', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['?', '', false],
    ['a**b', 'ab', true],
    ['*a*b*', 'xaxbx', true],
    ['a.c', 'abc', false],
    ['arn:aws:s3:::photos/*', 'arn:aws:s3:::photos', false],
    ['arn:aws:s3:::photos*', 'arn:aws:s3:::photos-of-others/x', true],
  ])('%j on %j answers %j', (pattern, text, expected) => {
    expect(matcher(wildcards(pattern))(text)).toBe(expected);
  });

  test('matches what the same regular expression matches', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(fc.property(word, text, (pattern, subject) => {
      const regular = new RegExp(`^${pattern.replace(/\*/g, '.*').replace(/\?/g, '.')}$`);
      return matcher(wildcards(pattern))(subject) === regular.test(subject);
    }), { numRuns: 1000 });
  });

  test('of literal text has no wildcards', () => {
    expect(matcher(literal('a*'))('ab')).toBe(false);
    expect(matcher(literal('a*'))('a*')).toBe(true);
  });

  test('gives back its text', () => {
    expect(textOf(wildcards('a*b?c'))).toBe('a*b?c');
  });

  test('splits into at most so many parts', () => {
    expect(split(wildcards('a:*:c:d'), ':', 3).map(textOf)).toEqual(['a', '*', 'c:d']);
    expect(split(wildcards('a'), ':', 3).map(textOf)).toEqual(['a']);
  });
});
