import { AwsError } from '../aws/wire/aws-error';

/** What AWS answers to a policy that it cannot read; said here with the place and the mend. */
export function malformedPolicy(what: string): AwsError {
  return new AwsError('MalformedPolicyDocument', what, 400);
}
