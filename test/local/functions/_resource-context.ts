import { ResourceContext, ResourceHandler } from '../../../local/resources/handler';

export const CONTEXT: ResourceContext = {
  stackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Demo/1', stackName: 'Demo', logicalId: 'Thing', region: 'eu-central-1', accountId: '111122223333', partition: 'aws',
  stackTags: { team: 'vision' },
  physicalName: ({ maxLength = 255 } = {}) => 'Demo-Thing-ABC'.slice(0, maxLength),
  signal: new AbortController().signal,
};

export function handlerOf(handlers: readonly ResourceHandler[], type: string): ResourceHandler {
  return handlers.find((handler) => handler.type === type)!;
}
