import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** `<stack>-<logical id>-<random>`; what is too long loses characters of its names, never of the random part. */
export function physicalName(stackName: string, logicalId: string, { maxLength = 255, lowerCase = false }: { readonly maxLength?: number; readonly lowerCase?: boolean } = {}): string {
  const random = [...randomBytes(12)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  const room = Math.max(0, maxLength - random.length - 2);
  const stackRoom = Math.max(Math.ceil(room / 2), room - logicalId.length);
  const stack = stackName.slice(0, stackRoom);
  const name = [stack, logicalId.slice(0, room - stack.length), random].filter(Boolean).join('-');
  return lowerCase ? name.toLowerCase() : name;
}
