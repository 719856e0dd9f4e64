/** score = intercept + the sum of coefficient times column, in the order of the columns. */
export interface LinearModel {
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

/** Used when the model artifact brings no `model.json`. */
export const DEFAULT_MODEL: LinearModel = { intercept: 0.5, coefficients: [0.25, -0.1, 2] };

export class BadModel extends Error {}

/** A line of the request that cannot be scored. */
export class BadLine extends Error {
  constructor(/** Counted from 1. */ readonly line: number, reason: string) {
    super(`line ${line}: ${reason}`);
  }
}

export function parseModel(json: string): LinearModel {
  let model: Partial<LinearModel> | null;
  try {
    model = JSON.parse(json);
  } catch (error) {
    throw new BadModel(`model.json is not JSON: ${(error as Error).message}`);
  }
  const { intercept, coefficients } = model ?? {};
  if (!Number.isFinite(intercept)) throw new BadModel(`model.json: intercept must be a number, got ${JSON.stringify(intercept)}`);
  if (!Array.isArray(coefficients) || coefficients.length === 0 || !coefficients.every(Number.isFinite)) {
    throw new BadModel(`model.json: coefficients must be a list of numbers, got ${JSON.stringify(coefficients)}`);
  }
  return { intercept: intercept!, coefficients };
}

/** One score a line, each line ended, so that answers of several mini-batches can follow each other. */
export function scoreLines(csv: string, model: LinearModel): string {
  const lines = csv.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new BadLine(1, 'the body is empty');
  return lines.map((line, index) => `${score(line, index + 1, model)}\n`).join('');
}

function score(line: string, number: number, { intercept, coefficients }: LinearModel): number {
  const fields = line.split(',');
  if (fields.length !== coefficients.length) {
    throw new BadLine(number, `expected ${coefficients.length} columns (one per coefficient), got ${fields.length}; select them with DataProcessing.InputFilter`);
  }
  const sum = fields.reduce((total, field, index) => total + coefficients[index]! * numeric(field, number, index + 1), intercept);
  if (!Number.isFinite(sum)) throw new BadLine(number, 'the score is beyond the range of a double');
  return Number(sum.toPrecision(12)); // 0.1 + 0.2 is 0.3 to whoever reads the file
}

function numeric(field: string, line: number, column: number): number {
  const text = field.trim().replace(/^"(.*)"$/, '$1');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new BadLine(line, `column ${column} must be a number, got ${JSON.stringify(field)}`);
  return Number(text);
}
