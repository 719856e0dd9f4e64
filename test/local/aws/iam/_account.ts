import { createAuthority } from '../../../../local/access/authority';
import { PolicyStatement } from '../../../../local/access/model';
import { openAuditLog } from '../../../../local/aws/audit/audit-log';
import { IamService } from '../../../../local/aws/iam/iam-service';
import { withPassRole } from '../../../../local/aws/iam/pass-role';
import { IDENTITY, StandingClock } from '../../_helpers/recording-authority';

export const ROOT = `arn:aws:iam::${IDENTITY.accountId}:root`;
export const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

/** An account with the real evaluator between its parts. */
export function account(folder?: string) {
  const clock = new StandingClock();
  const iam = new IamService({ folder, identity: IDENTITY, clock });
  const audit = openAuditLog();
  const authority = createAuthority({ iam, endpointPolicies: () => [], audit, identity: IDENTITY, clock });
  return { clock, iam, audit, authority, port: withPassRole(iam, authority), identity: IDENTITY };
}

export const trusting = (principal: PolicyStatement['Principal'], more: Partial<PolicyStatement> = {}) => ({
  Version: '2012-10-17', Statement: [{ Effect: 'Allow' as const, Principal: principal, Action: 'sts:AssumeRole', ...more }],
});
export const sagemakerTrust = trusting({ Service: 'sagemaker.amazonaws.com' });
export const allowing = (Action: string | string[], Resource: string | string[] = '*') => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow' as const, Action, Resource }] });
