import { Token } from 'aws-cdk-lib';
import { Violation } from '../spec/violation';

/** Parts of an ECR image URI. */
export interface ImageUri {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly tagOrDigest: string;
}

const ECR = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.([a-z0-9.-]+)\/([a-z0-9._/-]+?)(?::([\w.-]+)|@(sha256:[0-9a-f]{64}))?$/;

/** Reads an ECR image URI, or says what is wrong with it. */
export function parseImageUri(uri: string): ImageUri | Violation {
  const at = { rule: 'image-uri', path: 'containers.image', property: 'containers.image' };
  if (Token.isUnresolved(uri)) {
    return { ...at, value: 'a value known at deployment', must: 'must be known at synth, because the role is allowed to pull exactly this repository', mend: 'use ContainerImage.fromEcrRepository(Repository.fromRepositoryName(…), tagOrDigest)' };
  }
  const match = ECR.exec(uri);
  if (!match) {
    return { ...at, value: uri, must: 'must be in ECR, in the form <account>.dkr.ecr.<region>.<suffix>/<repository>:<tag> or …@sha256:<digest>; other registries need ImageConfig of mode Vpc, which batch transform is not documented to support', mend: 'copy the image into an ECR repository' };
  }
  const [, account, region, , repository, tag, digest] = match;
  return { account, region, repository, tagOrDigest: digest ?? tag ?? 'latest' };
}

export function isDigest(tagOrDigest: string): boolean {
  return tagOrDigest.startsWith('sha256:');
}
