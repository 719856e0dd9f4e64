/** A function as callers name it: name, partial ARN or ARN, each with or without a qualifier. */
export interface FunctionName {
  readonly name: string;
  /** Version, alias or `$LATEST`. */
  readonly qualifier?: string;
}

const FORM = /^(?:arn:[^:]+:lambda:[^:]*:\d{12}:function:|\d{12}:function:|function:)?([a-zA-Z0-9_-]{1,140})(?::([a-zA-Z0-9$_-]+))?$/;

export function parseFunctionName(text: string): FunctionName | undefined {
  const found = FORM.exec(text);
  return found ? { name: found[1], qualifier: found[2] } : undefined;
}
