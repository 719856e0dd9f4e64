import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { entryFor, readContainersFile } from '../../../../local/engine/container/containers-file';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'containers-'))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

const write = (content: unknown) => {
  const file = path.join(folder, 'containers.json');
  fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

test('commands run in the folder of the file, unless they name another one', () => {
  const file = write({ a: { command: ['node', 's.mjs'] }, b: { command: ['x'], cwd: 'sub', environment: { A: '1' } }, c: { url: 'http://127.0.0.1:8080' } });
  expect(readContainersFile(file)).toEqual({
    a: { command: ['node', 's.mjs'], cwd: folder },
    b: { command: ['x'], cwd: path.join(folder, 'sub'), environment: { A: '1' } },
    c: { url: 'http://127.0.0.1:8080' },
  });
});

test.each([
  { content: '{', error: /cannot read the containers file .*containers\.json/ },
  { content: [], error: /must be an object like/ },
  { content: { i: 'node' }, error: /"i" must be an object/ },
  { content: { i: {} }, error: /"i" must have either 'command' or 'url'/ },
  { content: { i: { command: ['a'], url: 'http://127.0.0.1:1' } }, error: /either 'command' or 'url'/ },
  { content: { i: { command: [] } }, error: /a list of texts as 'command'/ },
  { content: { i: { command: 'node server' } }, error: /a list of texts as 'command'/ },
  { content: { i: { command: ['a'], env: {} } }, error: /the unknown member 'env'/ },
  { content: { i: { command: ['a'], environment: { A: 1 } } }, error: /texts in 'environment'/ },
  { content: { i: { url: 'http://example.com' } }, error: /an origin like http:\/\/127\.0\.0\.1:8080/ },
  { content: { i: { url: 'http://127.0.0.1:1/base' } }, error: /an origin/ },
  { content: { a: { command: [] }, b: {} }, error: /"a" must have .*; "b" must have/ },
])('a file with $content is refused with what to change', ({ content, error }) => {
  expect(() => readContainersFile(write(content))).toThrow(error);
});

test('a missing file is named', () => {
  expect(() => readContainersFile(path.join(folder, 'none.json'))).toThrow(/none\.json/);
});

test.each([
  { image: '1.dkr.ecr.r.amazonaws.com/model:1', found: 'exact' },
  { image: '1.dkr.ecr.r.amazonaws.com/model@sha256:0', found: 'glob' },
  { image: '1.dkr.ecr.r.amazonaws.com/other:1', found: undefined },
  { image: '1.dkr.ecr.rXamazonaws.com/dot.net', found: undefined },
])('the image $image finds the $found entry', ({ image, found }) => {
  const entry = (name: string) => ({ command: [name] });
  const map = { '*/model*': entry('glob'), '1.dkr.ecr.r.amazonaws.com/model:1': entry('exact'), '*.amazonaws.com/dot.net': entry('dots') };
  expect(entryFor(map, image)).toEqual(found && entry(found));
});
