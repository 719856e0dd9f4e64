import { AwsError } from '../wire/aws-error';

/** IAM's own words, so that clients and people find them in the places they know. */
export const noSuchEntity = (what: string) => new AwsError('NoSuchEntity', `${what} cannot be found.`, 404);
export const alreadyExists = (what: string) => new AwsError('EntityAlreadyExists', `${what} already exists.`, 409);
export const deleteConflict = (why: string) => new AwsError('DeleteConflict', `Cannot delete entity, ${why}`, 409);
export const limitExceeded = (quota: string, limit: number) => new AwsError('LimitExceeded', `Cannot exceed quota for ${quota}: ${limit}`, 409);
export const validationError = (message: string) => new AwsError('ValidationError', message, 400);
