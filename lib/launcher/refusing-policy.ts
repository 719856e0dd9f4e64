import { cutToBytes } from './cut-to-bytes';
import type { Failure } from './explain';
import { role } from './explain-rules-create';

/** What a named policy leaves of the likely causes, and what to change then. */
export interface RefusingPolicy {
  readonly cause: string;
  readonly change: string;
}

interface Kind {
  readonly says: RegExp;
  readonly tell: (action: string, failure: Failure) => RefusingPolicy;
}

/** What AWS says at the end of a refusal names the kind of policy that refused. */
const KINDS: readonly Kind[] = [
  {
    says: /no VPC endpoint policy allows/,
    tell: (action, failure) => ({
      cause: `the policy of ${endpoint(failure)} has no statement that lets ${role(failure)} ${action} there`,
      change: 'the endpoint: allowRead or allowWrite of the bucket and prefix on PrivateS3Endpoint; an endpoint that was made elsewhere needs the statement in its own policy',
    }),
  },
  {
    says: /with an explicit deny in a VPC endpoint policy/,
    tell: (action, failure) => ({ cause: `the policy of ${endpoint(failure)} denies ${action}`, change: "the denying statement in the endpoint's policy" }),
  },
  {
    says: /no identity-based policy allows/,
    tell: (action, failure) => ({
      cause: `no policy of ${role(failure)} allows ${action} there`,
      change: "the model's `role`: a role that the library makes gets the statement from `input`, `output` and `modelData`; one of your own needs it from you",
    }),
  },
  {
    says: /with an explicit deny in an? (identity-based|session) policy|no (permissions boundary|session policy) allows|explicit deny in a permissions boundary/,
    tell: (action, failure) => ({ cause: `a policy or permissions boundary of ${role(failure)} keeps ${action} from it`, change: "the model's `role`: the boundary or the denying statement" }),
  },
  {
    says: /with an explicit deny in a resource-based policy/,
    tell: (action, { surroundings: { bucketsRestricted, vpcEndpointId } }) => ({
      cause: bucketsRestricted ? `the bucket policy denies ${action} to requests that do not come through ${vpcEndpointId ?? 'the VPC endpoint'}, and this one did not` : `the policy of the bucket or key denies ${action}`,
      change: bucketsRestricted ? "the route: every subnet of the model needs the endpoint's; or the bucket's policy: restrictBucket with the role among its readers, if the request is SageMaker's own" : 'the denying statement in the policy of the bucket or key',
    }),
  },
  {
    says: /no resource-based policy allows/,
    tell: (action, failure) => ({ cause: `the policy of the bucket or key does not let ${role(failure)} ${action}`, change: 'the policy of the bucket or key, in the account that owns it' }),
  },
  {
    says: /(service|resource) control policy/,
    tell: (action) => ({ cause: `a policy of the organisation keeps ${action} from the account`, change: 'ask those who run the organisation' }),
  },
];

/** A refusal that S3 or KMS gave to the model's role. */
const REFUSED_ROLE = /not authorized to perform: ((?:s3|kms):\w+)/;

/** The policy that the error names, when it was the model's role that was refused. */
export function refusingPolicy(failure: Failure): RefusingPolicy | undefined {
  if (failure.operation !== 'CreateTransformJob' && failure.operation !== 'TransformJob') return undefined;
  const { message } = failure.error;
  const action = REFUSED_ROLE.exec(message)?.[1];
  const kind = action && KINDS.find(({ says }) => says.test(message));
  return kind ? kind.tell(action, failure) : undefined;
}

function endpoint({ surroundings: { vpcEndpointId } }: Failure): string {
  return vpcEndpointId ? cutToBytes(vpcEndpointId, 60) : 'the VPC endpoint';
}
