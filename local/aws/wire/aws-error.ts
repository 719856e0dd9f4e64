/** An error as AWS answers it. Every protocol writes it in its own form. */
export class AwsError extends Error {
  constructor(
    /** `ValidationException`, `NoSuchKey`, … */
    readonly code: string,
    message: string,
    readonly status: number = 400,
    /** Further members of the error's body: `{ BucketName: 'photos' }`. */
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = code;
  }

  /** `Sender` below 500, else `Receiver`: the Type of the Query protocol. */
  get fault(): 'Sender' | 'Receiver' {
    return this.status < 500 ? 'Sender' : 'Receiver';
  }
}

/** Refuses by name what the local cloud does not do. Nothing is ever answered as if it were done. */
export function notEmulated(what: string): AwsError {
  return new AwsError('NotImplemented', `the local cloud does not emulate ${what}`, 501);
}
