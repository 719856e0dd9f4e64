import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';
import { TransformJobSpec } from './transform-job-spec';

/** What makes a job this job and no other. */
export interface JobIdentity {
  readonly namePrefix: string;
  readonly stackId: string;
  readonly logicalId: string;
  /** The request without its name. */
  readonly request: TransformJobSpec;
  readonly trigger?: string;
  /** 1 is the first and carries no suffix. */
  readonly attempt?: number;
}

/** The service's limit for a job name. */
export const JOB_NAME_LENGTH = 63;
const HASH_LENGTH = 16;
/** What is left for the prefix beside `-<hash>` and an attempt suffix of up to `-99`. */
export const JOB_NAME_PREFIX_LENGTH = JOB_NAME_LENGTH - HASH_LENGTH - '-'.length - '-99'.length;

/** Fingerprint of what the job does, wherever it was asked for. */
export function requestHash(request: TransformJobSpec): string {
  const { TransformJobName: _, ...rest } = request;
  return digest(canonicalJson(rest));
}

/**
 * The job's name, made of its content: the same stack, resource, request and trigger always give the same name, so a
 * retry, a replay or a rollback meets the job that is already there. Job names are never freed by the service.
 */
export function jobName(identity: JobIdentity): string {
  const { TransformJobName: _, ...request } = identity.request;
  const content = canonicalJson([identity.stackId, identity.logicalId, request, identity.trigger ?? null]);
  const attempt = identity.attempt && identity.attempt > 1 ? `-${identity.attempt}` : '';
  return `${namePrefix(identity.namePrefix)}-${digest(content)}${attempt}`;
}

/** A legal start of a job name from any text: lower case (ARNs come back so), no edge hyphens, never empty. */
export function namePrefix(text: string): string {
  const legal = text.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, JOB_NAME_PREFIX_LENGTH);
  return trimHyphens(legal) || 'transform';
}

function trimHyphens(text: string): string {
  return text.replace(/^-+/, '').replace(/-+$/, '');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}
