/** Writes what the local cloud promises into local/README.md: npx tsx bin/local-promises.ts --write. Without --write it only looks. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { readPromises, withPromises } from '../local';

async function main(): Promise<void> {
  const file = path.join(__dirname, '..', 'local', 'README.md');
  const page = fs.readFileSync(file, 'utf8');
  const wanted = withPromises(page, await readPromises());
  if (process.argv.includes('--write')) fs.writeFileSync(file, wanted);
  else if (page !== wanted) throw new Error('local/README.md differs from the code: npx tsx bin/local-promises.ts --write');
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
