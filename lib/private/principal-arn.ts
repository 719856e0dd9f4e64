import { Stack, Token } from 'aws-cdk-lib';
import { IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Violation } from '../spec/violation';

export interface PrincipalArns {
  readonly arns: readonly string[];
  readonly violations: readonly Violation[];
}

/** ARNs of roles and users, as `aws:PrincipalArn` carries them; other principals have no such ARN and are refused. */
export function principalArns(stack: Stack, principals: readonly IPrincipal[], property: string): PrincipalArns {
  const arns: string[] = [];
  const violations: Violation[] = [];
  for (const principal of principals) {
    const { principalJson, conditions } = principal.policyFragment;
    const named = [principalJson.AWS ?? []].flat();
    const exact = Object.keys(principalJson).every((kind) => kind === 'AWS') && named.length > 0 && named.every((arn) => isRoleOrUser(stack, arn)) && Object.keys(conditions).length === 0;
    if (exact) arns.push(...named);
    else violations.push({ rule: 'reader-or-writer', path: property, property, value: String(principal), must: 'must name single roles or users', mend: 'give an iam.Role, an iam.User or an iam.ArnPrincipal; service principals of AWS are exempt already' });
  }
  return { arns, violations };
}

function isRoleOrUser(stack: Stack, arn: string): boolean {
  // An account's root, whose ARN is a token, would exempt the whole account.
  if (Token.isUnresolved(arn)) return !JSON.stringify(stack.resolve(arn)).includes(':root"');
  return /^arn:[^:]+:iam::\d{12}:(role|user)\/[^*?]+$/.test(arn);
}
