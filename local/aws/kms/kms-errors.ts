import { AwsError } from '../wire/aws-error';

/** The service's own words for what can go wrong with a key. */
export const kmsError = {
  keyNotFound: (arn: string) => new AwsError('NotFoundException', `Key '${arn}' does not exist`),
  aliasNotFound: (arn: string) => new AwsError('NotFoundException', `Alias ${arn} is not found.`),
  invalidKeyId: (keyId: string) => new AwsError('NotFoundException', `Invalid keyId '${keyId}'`),
  disabled: (arn: string) => new AwsError('DisabledException', `${arn} is disabled.`),
  pendingDeletion: (arn: string) => new AwsError('KMSInvalidStateException', `${arn} is pending deletion.`),
  notPendingDeletion: (arn: string) => new AwsError('KMSInvalidStateException', `${arn} is not pending deletion.`),
  invalidCiphertext: () => new AwsError('InvalidCiphertextException', ''),
  incorrectKey: () => new AwsError('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.'),
  unknownCiphertextKey: () =>
    new AwsError('AccessDeniedException', 'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.'),
  managedByAws: (arn: string) => new AwsError('AccessDeniedException', `${arn} is managed by AWS; only AWS can change it.`),
  aliasExists: (arn: string) => new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`),
  grantNotFound: (grantId: string) => new AwsError('NotFoundException', `Grant ID ${grantId} not found`),
  invalidMarker: (marker: string) => new AwsError('InvalidMarkerException', `Marker must be the NextMarker of an earlier page, got: ${marker}`),
  validation: (message: string) => new AwsError('ValidationException', message),
  malformedPolicy: (message: string) => new AwsError('MalformedPolicyDocumentException', message),
} as const;
