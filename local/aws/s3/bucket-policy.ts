import { compilePolicy } from '../../access/compiled-policy';
import { PolicyDocument, PolicyStatement } from '../../access/model';
import { AwsError } from '../wire/aws-error';
import { s3Error } from './s3-errors';

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : ([value].flat() as T[]);
}

/** Reads a bucket policy (text, or an object from a template) and refuses what the service refuses. */
export function parseBucketPolicy(policy: unknown, bucketArn: string): PolicyDocument {
  let document: any = policy;
  if (typeof policy === 'string') {
    if (Buffer.byteLength(policy) > 20 * 1024) throw new AwsError('PolicyTooLarge', 'Policy document must not exceed 20 KB.', 400);
    try {
      document = JSON.parse(policy);
    } catch {
      throw s3Error.malformedPolicy('This policy contains invalid Json');
    }
  }
  const statements = list<PolicyStatement>(document?.Statement);
  if (!statements.length) throw s3Error.malformedPolicy('Missing required field Statement');
  try {
    compilePolicy({ name: 'bucket policy', document });
  } catch (error) {
    throw error instanceof AwsError ? s3Error.malformedPolicy(error.message) : error;
  }
  for (const statement of statements) {
    if (!statement.Principal && !statement.NotPrincipal) throw s3Error.malformedPolicy('Missing required field Principal');
    const actions = list<string>(statement.Action ?? statement.NotAction);
    const foreign = actions.find((action) => action !== '*' && !/^s3:/i.test(action));
    if (foreign) throw s3Error.malformedPolicy(`Policy has invalid action: ${foreign}`);
    const resources = list<string>(statement.Resource ?? statement.NotResource);
    if (!resources.length) throw s3Error.malformedPolicy('Missing required field Resource');
    const outside = resources.find((resource) => resource !== '*' && resource !== bucketArn && !resource.startsWith(`${bucketArn}/`) && !coversBucket(resource, bucketArn));
    if (outside) throw s3Error.malformedPolicy(`Policy has invalid resource: ${outside}; a bucket policy names its own bucket, ${bucketArn}`);
  }
  return document;
}

/** `arn:aws:s3:::photo*` may stand for the bucket. */
function coversBucket(resource: string, bucketArn: string): boolean {
  const wildcard = resource.search(/[*?$]/);
  return wildcard >= 0 && (bucketArn.startsWith(resource.slice(0, wildcard)) || resource.startsWith(`${bucketArn}/`));
}

/** Conditions that bind an open principal to somebody. */
const BINDING_KEYS = [
  'aws:sourceip', 'aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpceaccount', 'aws:vpceorgid',
  'aws:principalarn', 'aws:principalaccount', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:userid', 's3:dataaccesspointarn', 's3:dataaccesspointaccount',
];
const BINDING_OPERATORS = /^(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress)$/i;

/** Whether a policy opens the bucket to everybody, as Block Public Access sees it: an allow for `*` that no condition binds to fixed values. */
export function isPublicPolicy(document: PolicyDocument): boolean {
  return list<PolicyStatement>(document.Statement).some((statement) => statement.Effect === 'Allow' && isOpen(statement) && !isBound(statement));
}

function isOpen({ Principal: principal, NotPrincipal: notPrincipal }: PolicyStatement): boolean {
  return notPrincipal !== undefined || principal === '*' || Object.values(principal ?? {}).some((value) => list<string>(value).includes('*'));
}

function isBound({ Condition: condition = {} }: PolicyStatement): boolean {
  return Object.entries(condition).some(
    ([operator, keys]) =>
      BINDING_OPERATORS.test(operator) &&
      Object.entries(keys).some(([key, values]) => BINDING_KEYS.includes(key.toLowerCase()) && list<string>(values as string).every((value) => value !== '*' && value !== '0.0.0.0/0' && value !== '::/0')),
  );
}
