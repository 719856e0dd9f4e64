import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface SamplePhoto {
  readonly name: string;
  readonly path: string;
}

/** The photos that come with the detector's npm package. They show people: they are read where they are, never copied here. */
export function samplePhotos(): SamplePhoto[] {
  const folder = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'demo');
  return readdirSync(folder)
    .filter((name) => /^sample\d+\.jpg$/.test(name))
    .sort()
    .map((name) => ({ name, path: join(folder, name) }));
}
