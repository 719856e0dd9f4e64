import { CloudIdentity } from '../../services';

/** ARNs of SageMaker carry names in lower case, whatever the request said. */
export class Arns {
  constructor(private readonly identity: CloudIdentity) {}

  model(name: string): string {
    return this.of(`model/${name.toLowerCase()}`);
  }

  transformJob(name: string): string {
    return this.of(`transform-job/${name.toLowerCase()}`);
  }

  /**
   * `aws:SourceArn` when a model's role is assumed: the asterisk is what the service sends, not a pattern.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
   */
  get modelSource(): string {
    return this.of('*');
  }

  private of(resource: string): string {
    const { partition, region, accountId } = this.identity;
    return `arn:${partition}:sagemaker:${region}:${accountId}:${resource}`;
  }
}
