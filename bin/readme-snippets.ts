/** Fills the code of README.md from the files it is taken from: npx tsx bin/readme-snippets.ts --write. Without --write it only looks. */
import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..');
/** A comment that names a file, and the block of TypeScript behind it. */
const SNIPPET = /<!-- (\S+\.ts) -->\n```ts\n([^]*?)```/g;
const BETWEEN = /^([ \t]*)\/\/ readme-begin\n([^]*?)^[ \t]*\/\/ readme-end$/m;

/** The page with every block as its file has it: between `// readme-begin` and `// readme-end`, or the whole file. */
export function withSnippets(page: string, read: (file: string) => string): string {
  return page.replace(SNIPPET, (_, file: string) => `<!-- ${file} -->\n\`\`\`ts\n${snippetOf(read(file))}\`\`\``);
}

function snippetOf(source: string): string {
  const [, indent, inner] = BETWEEN.exec(source) ?? [undefined, '', source];
  return inner!.split('\n').map((line) => (line.startsWith(indent!) ? line.slice(indent!.length) : line)).join('\n').trimEnd() + '\n';
}

export function readSource(file: string): string {
  return fs.readFileSync(path.join(ROOT, file), 'utf8');
}

function main(): void {
  const file = path.join(ROOT, 'README.md');
  const page = fs.readFileSync(file, 'utf8');
  const wanted = withSnippets(page, readSource);
  if (process.argv.includes('--write')) fs.writeFileSync(file, wanted);
  else if (page !== wanted) {
    console.error('README.md shows other code than its files hold: npx tsx bin/readme-snippets.ts --write');
    process.exit(1);
  }
}

if (require.main === module) main();
