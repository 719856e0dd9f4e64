import { randomInt } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An identifier as IAM makes it: `AROA` (role), `AIDA` (user), `ANPA` (managed policy) and `ASIA` (session key) tell what it is. */
export function uniqueId(kind: 'AROA' | 'AIDA' | 'ANPA' | 'ASIA', length = 21): string {
  return kind + Array.from({ length: length - kind.length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
