import { accessDenied } from '../access/authority';
import { AwsError } from '../aws/wire/aws-error';
import { AccessCall, Authority } from '../services';

/** Asks, and refuses as the JSON services do: the code is AccessDeniedException. */
export function requireAccess(authority: Authority, call: AccessCall, status = 400): void {
  authority.require(call, (decision) => new AwsError('AccessDeniedException', accessDenied(call, decision).message, status));
}
