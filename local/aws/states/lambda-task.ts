import { NamedPolicy } from '../../access/model';
import { requireAccess } from '../../functions/require-access';
import { StatesError } from '../../functions/states-language/states-error';
import { Authority, Lambda } from '../../services';
import { AwsError } from '../wire/aws-error';
import { cutCause, serviceTask, TaskIntegration, TaskRequest } from './task-integration';

export interface LambdaForTasks extends Lambda {
  policyOf(functionNameOrArn: string): NamedPolicy[];
}

const FUNCTION_ARN = /^arn:[^:]+:lambda:[^:]+:\d{12}:function:[a-zA-Z0-9_-]+(:[a-zA-Z0-9$_-]+)?$/;

/** The two ways of a Task state to a function: its ARN as the resource, and `lambda:invoke`. */
export function lambdaTasks(lambda: LambdaForTasks, authority: Authority): TaskIntegration[] {
  return [functionArnTask(lambda, authority), invokeTask(lambda, authority)];
}

function functionArnTask(lambda: LambdaForTasks, authority: Authority): TaskIntegration {
  return {
    accepts: (resource) => FUNCTION_ARN.test(resource),
    async run(request) {
      const { trail, resource, parameters, timeoutSeconds, signal } = request;
      trail.add('LambdaFunctionScheduled', 'lambdaFunctionScheduledEventDetails', { resource, input: JSON.stringify(parameters), timeoutInSeconds: timeoutSeconds });
      trail.add('LambdaFunctionStarted');
      try {
        const output = await invoke(lambda, authority, request, resource, parameters);
        if (!signal.aborted) trail.add('LambdaFunctionSucceeded', 'lambdaFunctionSucceededEventDetails', { output: JSON.stringify(output) });
        return output;
      } catch (error) {
        if (error instanceof StatesError && !signal.aborted) trail.add('LambdaFunctionFailed', 'lambdaFunctionFailedEventDetails', { error: error.error, cause: error.causeText });
        throw error;
      }
    },
  };
}

function invokeTask(lambda: LambdaForTasks, authority: Authority): TaskIntegration {
  return serviceTask({
    operation: 'lambda:invoke',
    required: ['FunctionName'],
    optional: ['Payload', 'InvocationType', 'Qualifier'],
    async run({ FunctionName: name, Payload: payload = {}, InvocationType: type = 'RequestResponse', Qualifier: qualifier }, request) {
      const target = qualifier === undefined ? String(name) : `${name}:${qualifier}`;
      if (type === 'Event') {
        await asTaskError(() => {
          authorise(lambda, authority, request, target);
          lambda.invokeAsync(target, JSON.stringify(payload));
        });
        return { StatusCode: 202 };
      }
      const result = await invoke(lambda, authority, request, target, payload);
      return { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 };
    },
  });
}

async function invoke(lambda: LambdaForTasks, authority: Authority, request: TaskRequest, target: string, payload: unknown): Promise<unknown> {
  const result = await asTaskError(() => {
    authorise(lambda, authority, request, target);
    return lambda.invoke(target, JSON.stringify(payload));
  });
  const value: unknown = JSON.parse(result.payload);
  if (result.functionError === undefined) return value;
  throw functionError(value, result.payload);
}

function authorise(lambda: LambdaForTasks, authority: Authority, { caller, identity }: TaskRequest, target: string): void {
  const resource = target.startsWith('arn:') ? target : `arn:${identity.partition}:lambda:${identity.region}:${identity.accountId}:function:${target}`;
  requireAccess(authority, { caller, action: 'lambda:InvokeFunction', resource, resourcePolicy: lambda.policyOf(target), requestParameters: { functionName: target } }, 403);
}

/** Lambda's refusals as Retry and Catch see them. */
async function asTaskError<T>(call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof AwsError ? serviceError(error) : error;
  }
}

/** Step Functions names the refusals that it has no own name for `Lambda.AWSLambdaException`. */
function serviceError({ code, message, status }: AwsError): StatesError {
  const known = ['ResourceNotFoundException', 'TooManyRequestsException', 'ServiceException'].includes(code);
  return new StatesError(`Lambda.${known ? code : 'AWSLambdaException'}`, `${message} (Service: AWSLambda; Status Code: ${status}; Error Code: ${code})`);
}

function functionError(value: unknown, payload: string): StatesError {
  const type = (value as { errorType?: unknown } | null)?.errorType;
  if (typeof type === 'string') return new StatesError(type, cutCause(payload));
  return new StatesError('Lambda.Unknown', cutCause(`The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`));
}
