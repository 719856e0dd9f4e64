import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { modelArtifact } from '../../../examples/container-artifact';
import { makeModelArtifact as csvArtifact } from '../../../examples/csv-join/container/make-artifact';
import { makeModelArtifact as facesArtifact } from '../../../examples/object-detection/container/make-artifact';
import { samplePhotos } from '../../../examples/object-detection/photos';
import { tarListing } from './_tar-listing';

const WEIGHTS = path.join(__dirname, '../../../node_modules/@vladmandic/face-api/model');

test('the face detector\'s artifact holds the SSD weights of the npm package, byte for byte', async () => {
  const files = tarListing(await facesArtifact());
  expect(files.map(({ name }) => name)).toEqual(['ssd_mobilenetv1_model-weights_manifest.json', 'ssd_mobilenetv1_model.bin']);
  for (const { name, content, checksumHolds } of files) {
    expect(checksumHolds).toBe(true);
    expect(content.equals(readFileSync(path.join(WEIGHTS, name)))).toBe(true);
  }
});

test('the csv artifact holds model.json', async () => {
  const [file, ...rest] = tarListing(await csvArtifact({ intercept: 1, coefficients: [2] }));
  expect(rest).toEqual([]);
  expect(file!.name).toBe('model.json');
  expect(JSON.parse(file!.content.toString())).toEqual({ intercept: 1, coefficients: [2] });
});

test('the tar program reads an artifact', () => {
  const archive = modelArtifact([{ name: 'code/a.txt', content: 'x'.repeat(513) }, { name: 'b.bin', content: new Uint8Array(0) }]);
  expect(execFileSync('tar', ['tzf', '-'], { input: archive }).toString()).toBe('b.bin\ncode/a.txt\n');
  expect(execFileSync('tar', ['xzf', '-', '-O', 'code/a.txt'], { input: archive }).toString()).toBe('x'.repeat(513));
});

test('the same files in another order give the same bytes, without time or owner', () => {
  const a = { name: 'a', content: '1' };
  const b = { name: 'b', content: '2' };
  expect(modelArtifact([a, b]).equals(modelArtifact([b, a]))).toBe(true);
  expect(tarListing(modelArtifact([a]))[0]!.mtime).toBe(0);
});

test.each([
  ['an absolute path', '/etc/passwd', 'relative path'],
  ['a path that climbs out', 'a/../../b', 'relative path'],
  ['no name', '', 'relative path'],
  ['a name beyond the format', 'n'.repeat(101), 'at most 100 bytes, got 101'],
])('%s is refused', (_what, name, reason) => {
  expect(() => modelArtifact([{ name, content: '' }])).toThrow(reason);
});

test('a name of 100 bytes is taken, a name given twice is not', () => {
  const name = 'n'.repeat(100);
  expect(tarListing(modelArtifact([{ name, content: '' }]))[0]!.name).toBe(name);
  expect(() => modelArtifact([{ name, content: '1' }, { name, content: '2' }])).toThrow('each name once');
});

test('the six sample photos lie in the npm package', () => {
  const photos = samplePhotos();
  expect(photos.map(({ name }) => name)).toEqual(['sample1.jpg', 'sample2.jpg', 'sample3.jpg', 'sample4.jpg', 'sample5.jpg', 'sample6.jpg']);
  for (const { path: file } of photos) expect(readFileSync(file).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
});
