import { Duration, Size, Token } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import type { SecureTransformJobProps } from '../secure-transform-job';
import { isKnownInstanceType } from '../spec/instance-type';
import { TransformJobSpec } from '../spec/transform-job-spec';
import { describeViolation, Violation } from '../spec/violation';
import type { TransformOutputConfig } from '../transform-output';
import { warn } from './annotation';
import { BucketRestriction } from './bucket-restriction';
import { checkKey } from './job-keys';
import { checkNamePrefix } from './job-name-prefix';
import { checkPrefix } from './key-prefix';
import { checkRequest } from './request';

/** CloudFormation gives up after an hour; the rest is for stopping the job and for the answer. */
const LONGEST_COMPLETION = Duration.minutes(55);
/** A Step Functions execution lives for a year. */
const LONGEST_RUN = Duration.days(365);
const SHORTEST = Duration.minutes(1);

/** All broken rules of a job: those of the request, and those that only the construct can know. */
export function checkJob(props: SecureTransformJobProps, request: TransformJobSpec): Violation[] {
  return [
    ...checkRequest(request),
    ...props.input._violations(),
    ...props.output._violations(),
    ...checkKey(props.volumeEncryptionKey, 'volumeEncryptionKey'),
    ...checkKey(props.dataCapture?.encryptionKey, 'dataCapture.encryptionKey'),
    ...checkPrefix(props.dataCapture?.destination.prefix ?? '', 'dataCapture.destination'),
    ...checkNamePrefix(props.transformJobNamePrefix),
    ...checkDuration(props.completionTimeout, 'completionTimeout', LONGEST_COMPLETION, 'for longer jobs set waitForCompletion to false'),
    ...checkDuration(props.maxRuntime, 'maxRuntime', LONGEST_RUN, 'change the value'),
    ...checkUnlimitedPayload(props.maxPayload, props.model.usesBuiltInAlgorithm),
  ];
}

function checkDuration(duration: Duration | undefined, property: string, longest: Duration, mend: string): Violation[] {
  if (duration === undefined || duration.isUnresolved()) return [];
  const seconds = duration.toSeconds({ integral: false });
  if (seconds >= SHORTEST.toSeconds() && seconds <= longest.toSeconds()) return [];
  return [{ rule: 'duration', path: property, property, value: duration.toHumanString(), must: `must be ${SHORTEST.toHumanString()} to ${longest.toHumanString()}`, mend }];
}

function checkUnlimitedPayload(maxPayload: Size | undefined, builtIn: boolean): Violation[] {
  if (!builtIn || maxPayload === undefined || maxPayload.isUnresolved() || maxPayload.toBytes() !== 0) return [];
  return [{ rule: 'unlimited-payload', path: 'MaxPayloadInMB', property: 'maxPayload', value: '0', must: 'must be 1 MiB or more for built-in algorithms, which do not take requests in chunks', mend: 'give the size of the largest record' }];
}

export interface JobChoices {
  readonly instanceType: string;
  readonly outputKey: IKey;
  readonly volumeKey?: IKey;
}

/** What is allowed and yet seldom meant. */
export function warnOfJob(scope: IConstruct, props: SecureTransformJobProps, { instanceType, outputKey, volumeKey }: JobChoices): void {
  const count = props.instanceCount ?? 1;
  if (!Token.isUnresolved(instanceType) && !isKnownInstanceType(instanceType)) {
    warn(scope, 'unknown-instance-type', `'${instanceType}' is not in the list of transform instance types that this version knows; the service decides`);
  }
  if (!Token.isUnresolved(count) && count > 1) {
    warn(scope, 'many-instances', `${count} instances share the work by input object: with fewer than ${count} objects some are paid for nothing`);
  }
  if (props.dataCapture) warn(scope, 'data-capture', 'dataCapture stores requests and answers, with the data in them');
  if (volumeKey && volumeKey.keyArn === outputKey.keyArn) {
    warn(scope, 'one-key', 'one key encrypts the volumes and the results: they need different conditions (kms:ViaService fits the results only); give two keys');
  }
}

/** A restricted bucket takes objects under its own key only; asked at synth, because the restriction may come later. */
export function refuseOtherKey(scope: IConstruct, output: TransformOutputConfig): void {
  const own = output.bucket.encryptionKey;
  const differs = own !== undefined && output.encryptionKey !== undefined && own.keyArn !== output.encryptionKey.keyArn;
  const violation: Violation = {
    rule: 'output-key', path: 'TransformOutput.KmsKeyId', property: 'output.encryptionKey', value: output.bucket.node.path,
    must: "must be the bucket's own key, because a restricted bucket refuses objects under another", mend: 'leave output.encryptionKey out',
  };
  if (differs) scope.node.addValidation({ validate: () => (BucketRestriction.of(output.bucket) ? [describeViolation(violation)] : []) });
}
