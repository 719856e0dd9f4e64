/**
 * What the engine does where public sources are silent or disagree. Each choice carries the number of its question
 * in section 13 of the semantics that the engine follows; the ones with two readings can be turned.
 */
export interface Choices {
  /** 13.6: a newline that the answer already ends with counts as AssembleWith's. `always` is the literal reading. */
  readonly assembleNewline: 'if-missing' | 'always';
  /** 13.9: a blank line where a line is parsed. Untouched batches keep it. */
  readonly blankLines: 'fail' | 'skip';
  /** 13.10: an object without a byte makes no request. */
  readonly emptyObjects: 'fail' | 'skip';
  /** 13.12: pause before a retry, fixed, in milliseconds. */
  readonly retryPause: number;
  /** 13.19: `<`, `>` and `&` in written JSON as `\u003c`, as Go's marshaller does by default. */
  readonly escapeHtml: boolean;
}

export const RECOMMENDED: Choices = {
  assembleNewline: 'if-missing',
  blankLines: 'fail',
  emptyObjects: 'fail',
  retryPause: 200,
  escapeHtml: false,
};

/** 13.12: what is tried again. Connection errors and timeouts are as well. */
export function isRetriedStatus(status: number): boolean {
  return status >= 500 || status === 429;
}

/** 13.13: any other 2xx is an error. */
export const GOOD_STATUS = 200;

/** 13.11: a key that ends so and holds nothing marks a folder; it is no input. */
export const FOLDER_MARKER_END = '/';

/** Rules 66 and 13.25: also after `.gz`, and whatever the extension. */
export const OUTPUT_ENDING = '.out';

/** Rule 64. */
export const JOINED_INPUT = 'SageMakerInput';
export const JOINED_OUTPUT = 'SageMakerOutput';

/** An answer's body in the log is cut after so many characters. The service's bound is not known. */
export const LOGGED_BODY_CHARACTERS = 4_096;

/** Batches that wait for a slot or for their turn in the output, as a multiple of the requests in flight: bounds the memory. */
export const HELD_PER_REQUEST = 2;
