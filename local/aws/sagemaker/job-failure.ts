import { AwsError } from '../wire/aws-error';

/** The job cannot go on; the message is its FailureReason. `explanation` is for people who watch: the service would not say it. */
export class JobFailure extends Error {
  constructor(reason: string, readonly explanation?: string) {
    super(reason);
  }
}

/** Does something that another service may refuse, and words the refusal. Defects pass through. */
export async function refusedAs<T>(words: (error: AwsError) => JobFailure, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AwsError ? words(error) : error;
  }
}
