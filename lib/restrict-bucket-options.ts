import * as iam from 'aws-cdk-lib/aws-iam';

/** Options of `restrictBucket`. */
export interface RestrictBucketOptions {
  /**
   * Roles and users that may list and read from outside the endpoint, if their own policies allow it.
   *
   * @default - nobody
   */
  readonly readers?: iam.IPrincipal[];
  /**
   * Roles and users that may write and delete from outside the endpoint, if their own policies allow it.
   *
   * @default - nobody
   */
  readonly writers?: iam.IPrincipal[];
  /**
   * Lets the roles of this network's models read from outside the endpoint. Only for the case that SageMaker's checks
   * before a job (which may not come through the VPC) are refused by the bucket: it weakens the perimeter, because
   * the role's credentials then read from anywhere. Leaves a warning.
   *
   * @default false
   */
  readonly controlPlaneAccess?: boolean;
}
