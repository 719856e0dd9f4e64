import { decode } from 'jpeg-js';

/** A decoded photo, made smaller: the detector looks at 512 pixels a side. */
export interface Photo {
  /** Of the photo as it was sent. EXIF rotation is not applied. */
  readonly width: number;
  readonly height: number;
  readonly scaled: { readonly width: number; readonly height: number; /** Three bytes a pixel, row by row. */ readonly rgb: Uint8Array };
}

/** Bounds of what a photo may cost, whatever its header says. */
export const PHOTO_LIMITS = { maxResolutionInMP: 40, maxMemoryUsageInMB: 1024 } as const;

export class NotAPhoto extends Error {
  constructor(reason: string, /** The photo may be fine, but it is beyond the limits. */ readonly tooLarge: boolean) {
    super(reason);
  }
}

export function readPhoto(jpeg: Uint8Array, longestSide: number): Photo {
  if (jpeg.length < 4 || jpeg[0] !== 0xff || jpeg[1] !== 0xd8) throw new NotAPhoto('the body is not a JPEG: it does not begin with FF D8', false);
  const { width, height, data } = decoded(jpeg);
  if (!width || !height) throw new NotAPhoto(`the JPEG is empty: ${width} x ${height} pixels`, false);
  const ratio = Math.min(1, longestSide / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * ratio)), height: Math.max(1, Math.round(height * ratio)) };
  return { width, height, scaled: { ...size, rgb: shrink(data, width, height, size) } };
}

function decoded(jpeg: Uint8Array): { width: number; height: number; data: Uint8Array } {
  try {
    return decode(jpeg, { useTArray: true, formatAsRGBA: false, tolerantDecoding: false, ...PHOTO_LIMITS });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NotAPhoto(`the JPEG cannot be decoded: ${reason}`, reason.includes('limit exceeded'));
  }
}

/** Each target pixel is the mean of the source pixels it covers: nothing small is skipped, unlike with one sample a pixel. */
export function shrink(rgb: Uint8Array, width: number, height: number, target: { readonly width: number; readonly height: number }): Uint8Array {
  if (target.width === width && target.height === height) return rgb;
  const result = new Uint8Array(target.width * target.height * 3);
  let offset = 0;
  for (let y = 0; y < target.height; y++) {
    const top = Math.floor((y * height) / target.height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * height) / target.height));
    for (let x = 0; x < target.width; x++) {
      const left = Math.floor((x * width) / target.width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * width) / target.width));
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let row = top; row < bottom; row++) {
        for (let at = (row * width + left) * 3, end = (row * width + right) * 3; at < end; at += 3) {
          red += rgb[at]!;
          green += rgb[at + 1]!;
          blue += rgb[at + 2]!;
        }
      }
      const count = (bottom - top) * (right - left);
      result[offset++] = red / count;
      result[offset++] = green / count;
      result[offset++] = blue / count;
    }
  }
  return result;
}
