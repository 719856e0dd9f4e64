import { ResourceContext } from '../../../local/resources/handler';
import { IDENTITY } from './recording-authority';

/** What CloudFormation would tell a handler. */
export function resourceContext(logicalId: string, stackTags: Readonly<Record<string, string>> = {}): ResourceContext {
  return {
    stackId: `arn:aws:cloudformation:${IDENTITY.region}:${IDENTITY.accountId}:stack/Test/1`,
    stackName: 'Test',
    logicalId,
    region: IDENTITY.region,
    accountId: IDENTITY.accountId,
    partition: IDENTITY.partition,
    stackTags,
    physicalName: ({ maxLength = 255, lowerCase = false } = {}) => (lowerCase ? `test-${logicalId}-1a2b`.toLowerCase() : `Test-${logicalId}-1A2B`).slice(0, maxLength),
    signal: new AbortController().signal,
  };
}
