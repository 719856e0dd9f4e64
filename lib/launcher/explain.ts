import { JobSurroundings } from '../spec/custom-resource';
import { TransformJobSpec } from '../spec/transform-job-spec';
import { logsLink } from './console-link';
import { cutToBytes } from './cut-to-bytes';
import { RULES } from './explain-rules';
import { refusingPolicy } from './refusing-policy';
import { ServiceError } from './service-error';

/** Where the words came from; `TransformJob` is the FailureReason of a job that ran. */
export type Operation = 'CreateTransformJob' | 'DescribeTransformJob' | 'StopTransformJob' | 'ListTags' | 'TransformJob' | 'StartExecution' | 'DescribeManagedPrefixLists';

/** What is to be explained, and what is known of the configuration. */
export interface Failure {
  readonly operation: Operation;
  readonly error: ServiceError;
  readonly surroundings: JobSurroundings;
  readonly region: string;
  readonly jobName?: string;
  readonly request?: TransformJobSpec;
  readonly outputUri?: string;
}

/** One way to fail: how it is recognised, what it means here, what is likely and what to change. */
export interface Rule {
  readonly id: string;
  readonly operations: readonly Operation[];
  recognises(error: ServiceError): boolean;
  meaning(failure: Failure): string;
  /** Likeliest first; what does not apply to this configuration is false. */
  causes(failure: Failure): ReadonlyArray<string | false>;
  change(failure: Failure): string;
  /** The job ran: some objects may have their results. */
  readonly partialResults?: true;
}

/** CloudFormation takes 4096 bytes in all; this leaves room for ids, data and JSON escapes. */
export const REASON_BYTES = 2_900;
export const PATH_BYTES = 200;
const ORIGINAL_BYTES = 1_200;

/** The rule that recognises the failure; the list's order decides. */
export function ruleFor(failure: Pick<Failure, 'operation' | 'error'>): Rule | undefined {
  return RULES.find((rule) => rule.operations.includes(failure.operation) && rule.recognises(failure.error));
}

/**
 * The failure in plain words for CloudFormation's event: what it means here, the service's own words (they name the
 * statement, action or ARN that refused), the likeliest causes given this configuration, and the property to change.
 */
export function explain(failure: Failure): string {
  const rule = ruleFor(failure);
  const { surroundings, error } = failure;
  const job = failure.jobName ? ` transform job ${failure.jobName}:` : '';
  const ran = failure.operation === 'TransformJob';
  // A policy that the error names leaves no room for other causes.
  const refused = refusingPolicy(failure);
  const causes = refused ? [] : (rule?.causes(failure) ?? []).filter((cause) => cause !== false).slice(0, 4);
  const change = refused?.change ?? rule?.change(failure);
  const lines = [
    `${cutToBytes(surroundings.constructPath, PATH_BYTES)}:${job} ${rule ? rule.meaning(failure) : unknownMeaning(failure)}`,
    `${ran ? 'Failure reason' : `${failure.operation} answered ${cutToBytes(error.name, 80)}`}: ${cutToBytes(error.message, ORIGINAL_BYTES)}`,
    refused && `Cause: ${refused.cause}.`,
    causes.length > 0 && `Likely: ${causes.map((cause, index) => `(${index + 1}) ${cause}`).join('; ')}.`,
    change && `Change: ${change}.`,
    ran && (!rule || rule.partialResults) && `Results of some objects may exist${failure.outputUri ? ` below ${cutToBytes(failure.outputUri, 300)}` : ''}; one bad object fails the job, the others are kept.`,
    ran && failure.jobName && `Logs: ${logsLink(failure.region, failure.jobName)}`,
  ];
  return cutToBytes(lines.filter((line) => Boolean(line)).join('\n'), REASON_BYTES);
}

function unknownMeaning(failure: Failure): string {
  return failure.operation === 'TransformJob' ? 'the job failed with a reason this library has no explanation for' : `${failure.operation} was refused`;
}
