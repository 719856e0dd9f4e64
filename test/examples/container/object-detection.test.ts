import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { makeModelArtifact } from '../../../examples/object-detection/container/make-artifact';
import { samplePhotos } from '../../../examples/object-detection/photos';
import { RunningContainer } from './_running-container';

const IMAGE = '*/object-detection*';
const JPEG = { 'content-type': 'image/jpeg' };
let models: string;
let container: RunningContainer;

beforeAll(async () => {
  models = mkdtempSync(path.join(os.tmpdir(), 'model-'));
  execFileSync('tar', ['xzf', '-', '-C', models], { input: await makeModelArtifact() });
  container = await RunningContainer.start(IMAGE, { SAGEMAKER_MODEL_DIR: models });
  await container.healthy();
});

afterAll(async () => {
  await container?.stop();
  rmSync(models, { recursive: true, force: true });
});

const invoke = (body: Buffer | string, headers: Record<string, string> = JPEG) => container.ask('POST', '/invocations', body, headers);

test('it offers one photo at a time', async () => {
  const { status, text } = await container.ask('GET', '/execution-parameters');
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({ MaxConcurrentTransforms: 1, BatchStrategy: 'SINGLE_RECORD', MaxPayloadInMB: 20 });
});

test('it finds the faces of a real photo with the weights of the artifact, inside the photo', async () => {
  expect(container.log).toContain(models);
  const { status, contentType, text } = await invoke(readFileSync(samplePhotos()[0]!.path));
  expect({ status, contentType }).toEqual({ status: 200, contentType: 'application/json' });
  const { image, model, objects } = JSON.parse(text);
  expect(image).toEqual({ width: 1920, height: 1280 });
  expect(model).toBe('ssd_mobilenetv1');
  expect(objects.length).toBeGreaterThanOrEqual(2);
  for (const { label, score, box } of objects) {
    expect(label).toBe('face');
    expect(score).toBeGreaterThanOrEqual(0.4);
    expect(score).toBeLessThanOrEqual(1);
    for (const value of Object.values(box)) expect(Number.isInteger(value)).toBe(true);
    expect(Math.min(box.left, box.top)).toBeGreaterThanOrEqual(0);
    expect(Math.min(box.width, box.height)).toBeGreaterThan(0);
    expect(box.left + box.width).toBeLessThanOrEqual(1920);
    expect(box.top + box.height).toBeLessThanOrEqual(1280);
  }
  expect(text).not.toContain('\n');
});

test('photos sent at the same time are answered each with its own result', async () => {
  const photos = samplePhotos().slice(1, 3).map((photo) => readFileSync(photo.path));
  const heights = (await Promise.all(photos.map((photo) => invoke(photo)))).map(({ text }) => JSON.parse(text).image.height);
  expect(heights).toEqual([1367, 1350]);
});

test.each([
  ['text that calls itself a JPEG', 'hello', JPEG, 400, 'FF D8'],
  ['an empty body', '', JPEG, 400, 'FF D8'],
  ['half a photo', readFileSync(samplePhotos()[0]!.path).subarray(0, 40_000), JPEG, 400, 'cannot be decoded'],
  ['another content type', '{}', { 'content-type': 'application/json' }, 415, 'got application/json'],
  ['no content type', 'x', {}, 415, 'none was sent'],
  ['another answer than JSON', 'x', { ...JPEG, accept: 'text/csv' }, 406, 'application/json'],
  ['more than 20 MB', Buffer.alloc(20 * 1024 * 1024 + 1), JPEG, 413, 'MaxPayloadInMB'],
])('%s is refused with a reason, and the server lives on', async (_what, body, headers, status, reason) => {
  const answer = await invoke(body, headers);
  expect({ status: answer.status, error: JSON.parse(answer.text).error }).toEqual({ status, error: expect.stringContaining(reason) });
  expect((await container.ask('GET', '/ping')).status).toBe(200);
});

test('a path outside the contract is not found', async () => {
  expect((await container.ask('GET', '/models')).status).toBe(404);
});

test('SIGTERM ends it while it is looking at a photo', async () => {
  const busy = invoke(readFileSync(samplePhotos()[5]!.path)).catch(() => 'cut');
  expect(await container.stop()).toBe(0);
  await busy;
});

test('without weights it ends with a reason instead of never being healthy', async () => {
  const empty = mkdtempSync(path.join(os.tmpdir(), 'empty-'));
  const broken = await RunningContainer.start(IMAGE, { SAGEMAKER_MODEL_DIR: empty });
  expect(await broken.ended()).toBe(1);
  expect(broken.log).toContain('no weights in');
  rmSync(empty, { recursive: true });
});

test('a command that is not "serve" is refused', async () => {
  const folder = path.join(__dirname, '../../../examples/object-detection/container');
  expect(() => execFileSync(process.execPath, ['serve.mjs', 'train'], { cwd: folder, stdio: 'pipe' })).toThrow(/knows "serve"/);
});
