import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as faceapi from '@vladmandic/face-api/dist/face-api.node-wasm.js';
import { readPhoto } from './photo';

/** A thing in the photo. The box is in whole pixels of the photo as it was sent, inside its bounds. */
export interface DetectedObject {
  readonly label: 'face';
  readonly score: number;
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

export interface Detection {
  readonly image: { readonly width: number; readonly height: number };
  readonly model: ModelName;
  readonly objects: readonly DetectedObject[];
}

/** Better first: an artifact that holds both uses SSD. */
const MODELS = ['ssd_mobilenetv1', 'tiny_face_detector'] as const;
export type ModelName = (typeof MODELS)[number];

export interface DetectorOptions {
  readonly modelDirectory: string;
  /** Where the .wasm files are. */
  readonly wasmDirectory: string;
  readonly minScore: number;
}

export class Detector {
  /** Loads the weights that the model artifact brought. */
  static async load({ modelDirectory, wasmDirectory, minScore }: DetectorOptions): Promise<Detector> {
    const model = MODELS.find((name) => existsSync(join(modelDirectory, `${name}_model-weights_manifest.json`)));
    if (!model) throw new Error(`no weights in ${modelDirectory}: expected ${MODELS.map((name) => `${name}_model-weights_manifest.json`).join(' or ')} from the model artifact`);
    setWasmPaths(join(wasmDirectory, '/'));
    await tf.setBackend('wasm');
    const detector = new Detector(model, minScore);
    await detector.net.loadFromDisk(modelDirectory);
    return detector;
  }

  private constructor(readonly model: ModelName, private readonly minScore: number) {}

  async detect(jpeg: Uint8Array): Promise<Detection> {
    const { width, height, scaled } = readPhoto(jpeg, 512);
    const pixels = tf.tensor3d(scaled.rgb, [scaled.height, scaled.width, 3], 'int32');
    try {
      // The declarations name tf.Tensor3D of `@tensorflow/tfjs`, which the bundle replaces by tfjs-core.
      const found = await this.net.locateFaces(pixels as never, this.options as never);
      return { image: { width, height }, model: this.model, objects: found.map(({ score, box }) => object(score, box, width / scaled.width, height / scaled.height, width, height)) };
    } finally {
      pixels.dispose();
    }
  }

  private get net() {
    return this.model === 'ssd_mobilenetv1' ? faceapi.nets.ssdMobilenetv1 : faceapi.nets.tinyFaceDetector;
  }

  private get options() {
    return this.model === 'ssd_mobilenetv1'
      ? new faceapi.SsdMobilenetv1Options({ minConfidence: this.minScore, maxResults: 100 })
      : new faceapi.TinyFaceDetectorOptions({ scoreThreshold: this.minScore, inputSize: 512 });
  }
}

/** Back to the pixels of the photo; detectors let boxes reach over the edge. */
function object(score: number, box: { left: number; top: number; right: number; bottom: number }, scaleX: number, scaleY: number, width: number, height: number): DetectedObject {
  const within = (value: number, limit: number): number => Math.min(limit, Math.max(0, Math.round(value)));
  const left = within(box.left * scaleX, width);
  const top = within(box.top * scaleY, height);
  return {
    label: 'face',
    score: Math.round(score * 10_000) / 10_000,
    box: { left, top, width: within(box.right * scaleX, width) - left, height: within(box.bottom * scaleY, height) - top },
  };
}
