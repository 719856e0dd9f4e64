import { limitExceeded, validationError } from './iam-errors';

/** The quotas that a deployment meets. Sizes count characters without white space. */
export const QUOTAS = {
  ACLSizePerRole: 2048,
  PolicySize: 6144,
  InlinePolicySizePerRole: 10_240,
  PoliciesPerRole: 10,
  TagsPerRole: 50,
} as const;

export function withinQuota(quota: keyof typeof QUOTAS, used: number): void {
  if (used > QUOTAS[quota]) throw limitExceeded(quota, QUOTAS[quota]);
}

interface NameRule {
  readonly pattern: RegExp;
  readonly maxLength: number;
}

const WORD = /^[\w+=,.@-]+$/;

const NAMES = {
  roleName: { pattern: WORD, maxLength: 64 },
  policyName: { pattern: WORD, maxLength: 128 },
  path: { pattern: /^\/$|^\/[\x21-\x7e]+\/$/, maxLength: 512 },
  description: { pattern: /^[\t\n\r\x20-\x7e\xa1-\xff]*$/, maxLength: 1000 },
} as const satisfies Record<string, NameRule>;

/** Says which property is wrong, with its value and its rule. */
export function checkName(property: keyof typeof NAMES, value: string): void {
  const { pattern, maxLength } = NAMES[property];
  if (typeof value === 'string' && value.length <= maxLength && pattern.test(value)) return;
  throw validationError(`Value ${JSON.stringify(value)} at '${property}' failed to satisfy constraint: at most ${maxLength} characters that match ${pattern.source}`);
}

/** Seconds, one hour to twelve. */
export function checkMaxSessionDuration(seconds: number): void {
  if (Number.isInteger(seconds) && seconds >= 3600 && seconds <= 43_200) return;
  throw validationError(`Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: a whole number of seconds from 3600 to 43200`);
}
