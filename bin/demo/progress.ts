import { CloudEvent } from '../../local';

/** Seconds since the demo began, and what happened: one line an event worth telling. */
export class Progress {
  private readonly began = Date.now();
  private readonly lines: string[] = [];

  constructor(private readonly write: (line: string) => void) {}

  step(text: string): void {
    this.say(`▸ ${text}`);
  }

  say(text: string): void {
    const line = `${String(((Date.now() - this.began) / 1000).toFixed(1)).padStart(6)} s  ${text}`;
    this.lines.push(line);
    this.write(line);
  }

  get seconds(): number {
    return (Date.now() - this.began) / 1000;
  }

  /** Turns what the cloud reports into lines; what is not worth a line is left out. */
  event(event: CloudEvent): void {
    const text = lineOf(event);
    if (text) this.say(`  ${text}`);
  }
}

export function lineOf({ source, type, detail }: CloudEvent): string | undefined {
  const { stackName, logicalId, resourceType, status, reason } = detail as Record<string, string | undefined>;
  if (source === 'cloudformation' && type === 'stack-status') return `${stackName} ${status}`;
  if (source === 'cloudformation' && type === 'resource-status' && status) {
    if (status.endsWith('_FAILED')) return `${resourceType} ${logicalId} ${status}: ${reason ?? 'no reason given'}`;
    if (status.endsWith('_COMPLETE') && SHOWN.test(resourceType ?? '')) return `${resourceType} ${logicalId} ${status}`;
    return undefined;
  }
  if (source === 'sagemaker') {
    if (type === 'job-status') return `job ${detail.TransformJobName}: ${detail.TransformJobStatus}${detail.FailureReason ? ` (${detail.FailureReason})` : ''}`;
    if (type === 'object-done') return `done   ${detail.key}`;
    if (type === 'object-failed') return `failed ${detail.key}: ${detail.reason}`;
  }
  return undefined;
}

/** Resource types that tell the story; the others are plumbing. */
const SHOWN = /^(AWS::EC2::(VPC|VPCEndpoint|SecurityGroup)|AWS::S3::Bucket(Policy)?|AWS::KMS::Key|AWS::SageMaker::|AWS::StepFunctions::|AWS::Lambda::Function|Custom::)/;
