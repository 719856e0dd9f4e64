import { notEmulated } from '../wire/aws-error';

/** A test of messages, or a refusal by name: only words and quoted phrases, which must all occur. */
export function filterPattern(pattern: string | undefined): (message: string) => boolean {
  const text = (pattern ?? '').trim();
  if (/^[{[%]/.test(text)) throw notEmulated(`the filter pattern ${text}: only words and "phrases"`);
  const terms = text.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const strange = terms.find((term) => /^[?-]/.test(term) || (!term.startsWith('"') && /[^\w:./@-]/.test(term)));
  if (strange) throw notEmulated(`the filter pattern ${text}: ${strange} is neither a word nor a "phrase"`);
  const wanted = terms.map((term) => (term.startsWith('"') ? term.slice(1, -1).replace(/\\(.)/g, '$1') : term));
  return (message) => wanted.every((term) => message.includes(term));
}
