import { randomUUID } from 'node:crypto';
import { CustomResourceAnswers } from '../deploy/custom-resource-answers';
import { CustomResourceRequest, CustomResourceVerdict, noAnswer, readAnswer, serviceTimeout, withStrings } from '../deploy/custom-resource-protocol';
import { ResourceFailure } from '../deploy/resource-failure';
import { notEmulated } from '../aws/wire/aws-error';
import { Clock, CloudIdentity, Lambda } from '../services';
import { ResourceContext, ResourceHandler, ResourceResult } from './handler';

export interface CustomResourcePorts {
  readonly lambda: Pick<Lambda, 'invokeAsync'>;
  readonly answers: CustomResourceAnswers;
  readonly identity: CloudIdentity;
  readonly clock: Clock;
}

type Properties = Readonly<Record<string, unknown>>;

/** Handlers for `AWS::CloudFormation::CustomResource` and `Custom::…`: the function behind ServiceToken does the work. */
export function customResourceHandler({ lambda, answers, identity, clock }: CustomResourcePorts): (type: string) => ResourceHandler {
  const ask = async (type: string, request: Pick<CustomResourceRequest, 'RequestType' | 'PhysicalResourceId'>, properties: Properties, old: Properties | undefined, context: ResourceContext): Promise<CustomResourceVerdict> => {
    const functionArn = serviceToken(properties, identity);
    const timeout = serviceTimeout(properties);
    const { stackId, logicalId, signal } = context;
    const RequestId = randomUUID();
    const expectation = answers.expect(RequestId, { stackId, logicalId });
    const event: CustomResourceRequest = {
      ...request,
      ServiceToken: functionArn,
      ResponseURL: expectation.responseUrl,
      StackId: stackId,
      RequestId,
      LogicalResourceId: logicalId,
      ResourceType: type,
      ResourceProperties: withStrings(properties) as Record<string, unknown>,
      ...(old && { OldResourceProperties: withStrings(old) as Record<string, unknown> }),
    };
    const waiting = new AbortController();
    const stop = () => waiting.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      lambda.invokeAsync(functionArn, JSON.stringify(event));
      const timedOut = clock.sleep(timeout * 1000, waiting.signal).then(() => undefined);
      const body = await Promise.race([expectation.answer, timedOut]);
      return body ? readAnswer(body, event) : { success: false, reason: signal.aborted ? 'Resource operation cancelled' : noAnswer(RequestId) };
    } finally {
      expectation.forget();
      waiting.abort();
      signal.removeEventListener('abort', stop);
    }
  };

  const result = (verdict: CustomResourceVerdict & { success: true }): ResourceResult => ({ physicalId: verdict.physicalId, attributes: verdict.data, ...(verdict.noEcho && { noEcho: true }) });

  return (type) => ({
    type,
    properties: [],
    async create(properties, context) {
      const verdict = await ask(type, { RequestType: 'Create' }, properties, undefined, context);
      if (verdict.success) return result(verdict);
      // The function may have made something: a Delete follows in any case, with an id of our own when the answer had none.
      throw new ResourceFailure(verdict.reason, verdict.physicalId ?? context.physicalName());
    },
    async update(physicalId, properties, old, context) {
      const verdict = await ask(type, { RequestType: 'Update', PhysicalResourceId: physicalId }, properties, old, context);
      if (verdict.success) return result(verdict);
      // Also a failed Update may name another id, and the service believes it (aws-cdk #13527).
      throw new ResourceFailure(verdict.reason, verdict.physicalId ?? physicalId);
    },
    async delete(physicalId, properties, context) {
      const verdict = await ask(type, { RequestType: 'Delete', PhysicalResourceId: physicalId }, properties, undefined, context);
      if (!verdict.success) throw new ResourceFailure(verdict.reason, physicalId);
    },
  });
}

function serviceToken({ ServiceToken: token }: Properties, { region }: CloudIdentity): string {
  if (typeof token !== 'string' || token === '') throw new Error('ServiceToken is required: the ARN of a Lambda function');
  const [, , service, tokenRegion] = token.split(':');
  if (service === 'sns') throw notEmulated('custom resources behind an SNS topic');
  if (!token.startsWith('arn:') || service !== 'lambda') throw new Error(`Invalid service token: ${token}`);
  if (tokenRegion !== region) throw new Error(`ServiceToken must be in the region of the stack, ${region}, got: ${token}`);
  return token;
}
