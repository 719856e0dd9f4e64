import { accountOf, callerArn, userId } from '../../access/principal-arn';
import { Principal } from '../../access/model';
import { Sts } from '../../services';
import { AwsError, notEmulated } from '../wire/aws-error';
import { Operations } from '../wire/http';
import { required } from '../iam/iam-input';

/** Query protocol, version 2011-06-15. */
export const STS_VERSION = '2011-06-15';
export const STS_XMLNS = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** Members of AssumeRole that would change what the session may do. */
const REFUSED = ['Policy', 'PolicyArns', 'Tags', 'TransitiveTagKeys', 'SerialNumber', 'TokenCode', 'SourceIdentity', 'ProvidedContexts'];

export function stsOperations(sts: Sts): Operations {
  return {
    /** Needs a signature and no permission: it cannot be denied. */
    GetCallerIdentity(_input, { caller: { principal } }) {
      requireSignature(principal);
      return { UserId: userId(principal), Account: accountOf(principal), Arn: callerArn(principal) };
    },
    AssumeRole(input, { caller }) {
      requireSignature(caller.principal); // even a trust policy for "*" wants to know who comes
      const refused = REFUSED.find((member) => input[member] !== undefined && input[member] !== '');
      if (refused !== undefined) throw notEmulated(`AssumeRole with ${refused}`);
      const { accessKeyId, secretAccessKey, sessionToken, expiration, principal } = sts.assumeRole({
        caller,
        roleArn: required(input, 'RoleArn'),
        sessionName: required(input, 'RoleSessionName'),
        durationSeconds: input.DurationSeconds === undefined ? undefined : Number(input.DurationSeconds),
        context: input.ExternalId === undefined ? undefined : { 'sts:ExternalId': input.ExternalId },
      });
      return {
        Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: new Date(expiration!).toISOString() },
        AssumedRoleUser: { AssumedRoleId: userId(principal), Arn: callerArn(principal) },
      };
    },
    GetSessionToken() {
      throw notEmulated('GetSessionToken (use AssumeRole)');
    },
  };
}

function requireSignature({ kind }: Principal): void {
  if (kind === 'anonymous') throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
}
