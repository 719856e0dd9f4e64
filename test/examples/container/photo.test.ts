import { encode } from 'jpeg-js';
import { NotAPhoto, readPhoto, shrink } from '../../../examples/object-detection/container/photo';

function jpeg(width: number, height: number): Buffer {
  return encode({ width, height, data: Buffer.alloc(width * height * 4, 128) }, 90).data;
}

/** The photo with another size written into its frame header: what a decompression bomb looks like. */
function claiming(photo: Buffer, width: number, height: number): Buffer {
  const bomb = Buffer.from(photo);
  const frame = bomb.indexOf(Buffer.from([0xff, 0xc0]));
  bomb.writeUInt16BE(height, frame + 5);
  bomb.writeUInt16BE(width, frame + 7);
  return bomb;
}

test('a shrunken pixel is the mean of the pixels it covers', () => {
  const gray = (...values: number[]): Uint8Array => Uint8Array.from(values.flatMap((value) => [value, value, value]));
  expect(shrink(gray(0, 10, 20, 30, 40, 50, 60, 70), 4, 2, { width: 2, height: 1 })).toEqual(gray(25, 45));
});

test.each([
  ['landscape', 1000, 500, { width: 512, height: 256 }],
  ['portrait', 500, 1000, { width: 256, height: 512 }],
  ['smaller than the detector looks', 100, 60, { width: 100, height: 60 }],
  ['a thread', 1024, 1, { width: 512, height: 1 }],
])('a %s photo keeps its size on record and its shape when scaled', (_what, width, height, scaled) => {
  const photo = readPhoto(jpeg(width, height), 512);
  expect(photo).toMatchObject({ width, height, scaled });
  expect(photo.scaled.rgb).toHaveLength(scaled.width * scaled.height * 3);
});

test.each([
  ['text', Buffer.from('hello'), 'does not begin with FF D8'],
  ['nothing', Buffer.alloc(0), 'does not begin with FF D8'],
  ['a begin without an image', Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 'cannot be decoded'],
  ['half a photo', jpeg(64, 64).subarray(0, 300), 'cannot be decoded'],
])('%s is not a photo', (_what, body, reason) => {
  const refusal = caught(() => readPhoto(body, 512));
  expect(refusal.message).toContain(reason);
  expect(refusal.tooLarge).toBe(false);
});

test('a small file that claims to be enormous is refused before memory is taken', () => {
  const refusal = caught(() => readPhoto(claiming(jpeg(64, 64), 60_000, 60_000), 512));
  expect(refusal).toMatchObject({ tooLarge: true });
  expect(refusal.message).toContain('limit exceeded');
});

function caught(action: () => unknown): NotAPhoto {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(NotAPhoto);
    return error as NotAPhoto;
  }
  throw new Error('was taken for a photo');
}
