import { Effect, PolicyDocument, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { NETWORK_TAG } from '../spec/custom-resource';
import { S3Allowance, S3Grant, s3Grants } from './s3-allowance';

export interface EndpointAccess {
  readonly allowances: readonly S3Allowance[];
  readonly networkTagValue: string;
  /** Imported roles, which cannot be tagged. */
  readonly roleArns: readonly string[];
  readonly accountId: string;
  readonly bucketAccountIds: readonly string[];
  readonly furtherStatements: readonly PolicyStatement[];
}

/**
 * The endpoint's policy. The principal is always `*`, because a gateway endpoint understands no other; the roles are
 * named by conditions.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 */
export function endpointPolicy(access: EndpointAccess): PolicyDocument {
  const grants = s3Grants(access.allowances);
  const accounts = { 'aws:PrincipalAccount': access.accountId, 'aws:ResourceAccount': [...access.bucketAccountIds] };
  const tagged = { StringEquals: { ...accounts, [`aws:PrincipalTag/${NETWORK_TAG}`]: access.networkTagValue } };
  const named = { StringEquals: accounts, ArnEquals: { 'aws:PrincipalArn': [...access.roleArns] } };
  const statements = [
    ...grants.map((grant) => allow(grant, '', tagged)),
    ...(access.roleArns.length ? grants.map((grant) => allow(grant, 'OfNamedRoles', named)) : []),
    ...access.furtherStatements,
  ];
  return new PolicyDocument({ statements: statements.length ? statements : [nothing()], minimize: false });
}

function allow(grant: S3Grant, suffix: string, conditions: Record<string, Record<string, unknown>>): PolicyStatement {
  return new PolicyStatement({
    sid: `${grant.sid}${suffix}`,
    principals: [new StarPrincipal()],
    actions: [...grant.actions],
    resources: [...grant.resources],
    conditions: { ...conditions, ...grant.conditions },
  });
}

/** An endpoint without a policy allows everything, and a policy needs a statement: so it says that nothing is allowed. */
function nothing(): PolicyStatement {
  return new PolicyStatement({ sid: 'NothingIsAllowedYet', effect: Effect.DENY, principals: [new StarPrincipal()], actions: ['*'], resources: ['*'] });
}
