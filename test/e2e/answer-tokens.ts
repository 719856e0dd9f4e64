import * as fs from 'node:fs';
import * as path from 'node:path';

/** The one place that holds answer URLs: what Lambda was asked to do and has not done yet. */
export const QUEUE = path.join('state', 'lambda-async-queue.jsonl');

/** The tokens of the answer URLs that functions were given, and the files below the folder in which one of them stands. */
export function answerTokens(folder: string): { readonly tokens: readonly string[]; readonly searched: readonly string[]; readonly found: readonly string[] } {
  const tokens = [...fs.readFileSync(path.join(folder, QUEUE), 'utf8').matchAll(/X-Local-Token=([\w-]+)/g)].map(([, token]) => token);
  const searched = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)));
  const found = searched.filter((file) => {
    const content = fs.readFileSync(path.join(folder, file), 'latin1');
    return tokens.some((token) => content.includes(token));
  });
  return { tokens, searched, found };
}
