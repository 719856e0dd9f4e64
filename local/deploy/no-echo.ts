import type { ParameterRow } from './parameters';
import type { ResourceRow } from './stack-rows';

export const MASK = '****';

/** Texts that events and change sets must not show: NoEcho parameters and the attributes of NoEcho custom resources. */
export function secretTexts(parameters: readonly ParameterRow[], rows: Iterable<ResourceRow>): string[] {
  const secrets = parameters.filter(({ noEcho }) => noEcho).map(({ value }) => value);
  for (const { noEcho, attributes } of rows) if (noEcho) collect(attributes, secrets);
  // Longest first, so that a secret within a secret leaves no tail.
  return secrets.filter((text) => text !== '').sort((a, b) => b.length - a.length);
}

/** The JSON text without the secrets. */
export function masked(json: string, secrets: readonly string[]): string {
  return secrets.reduce((text, secret) => text.split(JSON.stringify(secret).slice(1, -1)).join(MASK), json);
}

function collect(value: unknown, secrets: string[]): void {
  if (typeof value === 'object' && value !== null) for (const child of Object.values(value)) collect(child, secrets);
  else if (value !== undefined && value !== null) secrets.push(String(value));
}
