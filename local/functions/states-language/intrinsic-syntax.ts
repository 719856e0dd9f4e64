import { InvalidPathError, JsonPath, parsePath } from './json-path';

/** A parsed argument or call: `States.Format('job {}', $.name)`. */
export type Expression =
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'path'; readonly path: JsonPath }
  /** `raw` keeps the backslashes: States.Format must tell `\{` from `{`. */
  | { readonly kind: 'string'; readonly raw: string }
  | { readonly kind: 'literal'; readonly value: number | boolean | null };

const LITERALS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** Reads an intrinsic function call. */
export function parseIntrinsic(text: string): Expression {
  const reader = new Reader(text);
  const expression = reader.expression();
  reader.end();
  if (expression.kind !== 'call') throw new InvalidPathError(`${JSON.stringify(text)} is neither a path nor an intrinsic function`);
  return expression;
}

export function unescape(raw: string): string {
  return raw.replace(/\\(.)/gs, '$1');
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  expression(): Expression {
    const string = this.take(/'((?:[^'\\]|\\.)*)'/sy);
    if (string) return { kind: 'string', raw: string[1] };
    if (this.text[this.at] === '$') return { kind: 'path', path: parsePath(this.pathText()) };
    const number = this.take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number) return { kind: 'literal', value: Number(number[0]) };
    const call = this.take(/(States\.[A-Za-z0-9]+)\s*\(/y);
    if (call) return { kind: 'call', name: call[1], args: this.args() };
    const word = this.take(/true|false|null/y);
    if (word) return { kind: 'literal', value: LITERALS[word[0]] };
    throw this.error();
  }

  end(): void {
    if (this.at < this.text.length) throw this.error();
  }

  private args(): Expression[] {
    const args: Expression[] = [];
    if (this.take(/\)/y)) return args;
    for (;;) {
      args.push(this.expression());
      if (this.take(/\)/y)) return args;
      if (!this.take(/,/y)) throw this.error();
    }
  }

  /** A path ends at a comma or parenthesis that is outside of its brackets. */
  private pathText(): string {
    return this.take(/\$\$?(?:\[(?:[^\]'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*\]|[^,()\s[])*/y)![0];
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    const space = /\s*/y;
    space.lastIndex = this.at;
    space.exec(this.text);
    pattern.lastIndex = space.lastIndex;
    const found = pattern.exec(this.text);
    this.at = found ? pattern.lastIndex : space.lastIndex;
    if (found) {
      space.lastIndex = this.at;
      space.exec(this.text);
      this.at = space.lastIndex;
    }
    return found;
  }

  private error(): InvalidPathError {
    return new InvalidPathError(`the intrinsic function ${JSON.stringify(this.text)} cannot be read at ${JSON.stringify(this.text.slice(this.at))}`);
  }
}
