import { App } from 'aws-cdk-lib';

/** Reads `-c name=value`; the command line gives text, cdk.json may give numbers and booleans as well. */
export function text(app: App, name: string): string | undefined {
  const value: unknown = app.node.tryGetContext(name);
  return value === undefined || value === '' ? undefined : String(value);
}

export function whole(app: App, name: string): number | undefined {
  const value = text(app, name);
  if (value !== undefined && !/^\d+$/.test(value)) throw new Error(`context '${name}' must be a whole number, got: ${value}`);
  return value === undefined ? undefined : Number(value);
}

export function flag(app: App, name: string): boolean | undefined {
  const value = text(app, name);
  if (value !== undefined && value !== 'true' && value !== 'false') throw new Error(`context '${name}' must be true or false, got: ${value}`);
  return value === undefined ? undefined : value === 'true';
}
