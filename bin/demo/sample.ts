/** Names of the sample app's stacks, outputs and keys that the demo works with. */
import { Connection } from '../../local';

export const DATA_STACK = 'BatchTransformData';
export const JOB_STACK = 'BatchTransformJob';
export const PHOTO_PREFIX = 'selfies/';

/** Image of the example's container. It exists nowhere: the local cloud maps it to a command. */
export function sampleImage({ accountId, region }: Connection): string {
  return `${accountId}.dkr.ecr.${region}.amazonaws.com/object-detection@sha256:${'0'.repeat(64)}`;
}
