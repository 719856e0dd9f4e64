import { AssembleWith } from '../../lib/spec/vocabulary';
import { Choices } from './choices';

const NEWLINE = 0x0a;

/** What is stored of an answer: as it is, or ended by a newline (rule 68). */
export function assembler(assembleWith: string, choices: Choices): (answer: Buffer) => Buffer {
  if (assembleWith !== AssembleWith.LINE) return (answer) => answer;
  return (answer) => (choices.assembleNewline === 'if-missing' && answer.at(-1) === NEWLINE ? answer : Buffer.concat([answer, Buffer.of(NEWLINE)]));
}
