import { compilePolicy } from '../../access/compiled-policy';
import { PolicyDocument, PolicyStatement } from '../../access/model';
import { matcher, wildcards } from '../../access/pattern';
import { CloudIdentity } from '../../services';
import { AwsError } from '../wire/aws-error';
import { kmsError } from './kms-errors';

function rootArn(identity: CloudIdentity): string {
  return `arn:${identity.partition}:iam::${identity.accountId}:root`;
}

/** What CreateKey gives when no policy is sent: the account decides by its identity policies. */
export function defaultKeyPolicy(identity: CloudIdentity): PolicyDocument {
  return {
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [{ Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal: { AWS: rootArn(identity) }, Action: 'kms:*', Resource: '*' }],
  };
}

/** Policy of an AWS managed key: everybody in the account, but only through the service. */
export function awsManagedKeyPolicy(service: string, identity: CloudIdentity): PolicyDocument {
  return {
    Version: '2012-10-17',
    Id: `auto-${service}-2`,
    Statement: [
      {
        Sid: `Allow access through ${service.toUpperCase()} for all principals in the account that are authorized to use ${service.toUpperCase()}`,
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:CreateGrant', 'kms:DescribeKey'],
        Resource: '*',
        Condition: { StringEquals: { 'kms:ViaService': `${service}.${identity.region}.${identity.urlSuffix}`, 'kms:CallerAccount': identity.accountId } },
      },
      {
        Sid: 'Allow direct access to key metadata to the account',
        Effect: 'Allow',
        Principal: { AWS: rootArn(identity) },
        Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
        Resource: '*',
      },
    ],
  };
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T];
}

function allowsPutKeyPolicy(statement: PolicyStatement): boolean {
  const covers = (action: string) => matcher(wildcards(action.toLowerCase()))('kms:putkeypolicy');
  return statement.Effect === 'Allow' && list(statement.Action).some(covers);
}

/** Reads a key policy (text, or an object from a template); refuses what the service refuses. */
export function parseKeyPolicy(policy: unknown, bypassLockoutCheck = false): PolicyDocument {
  let document: any = policy;
  if (typeof policy === 'string') {
    try {
      document = JSON.parse(policy);
    } catch {
      throw kmsError.malformedPolicy('The policy is not valid JSON.');
    }
  }
  const statements = list<PolicyStatement>(document?.Statement);
  if (!statements.length) throw kmsError.malformedPolicy('Syntax errors in policy: missing required field Statement.');
  try {
    compilePolicy({ name: 'key policy', document });
  } catch (error) {
    throw error instanceof AwsError ? kmsError.malformedPolicy(error.message) : error;
  }
  statements.forEach((statement, index) => {
    if (!statement.Principal && !statement.NotPrincipal) throw kmsError.malformedPolicy(`Syntax errors in policy: Statement[${index}] must have a Principal.`);
    if (!statement.Resource && !statement.NotResource) throw kmsError.malformedPolicy(`Syntax errors in policy: Statement[${index}] must have a Resource; in a key policy '*' means this key.`);
  });
  if (!bypassLockoutCheck && !statements.some(allowsPutKeyPolicy)) {
    throw kmsError.malformedPolicy('The new key policy will not allow you to update the key policy in the future.');
  }
  return document;
}
