import { Caller } from '../../access/model';
import { TaskCall } from '../../functions/states-language/interpreter';
import { StatesError } from '../../functions/states-language/states-error';
import { CloudIdentity } from '../../services';
import { AwsError } from '../wire/aws-error';

/** A task on behalf of a state machine. */
export interface TaskRequest extends TaskCall {
  /** The state machine's role. */
  readonly caller: Caller;
  readonly identity: CloudIdentity;
}

/** What a kind of Task state does. A state machine that asks for a kind that is not registered is refused when it is made. */
export interface TaskIntegration {
  readonly accepts: (resource: string) => boolean;
  /** What is wrong with the state's Parameters, if anything. */
  readonly problem?: (parameters: unknown) => string | undefined;
  readonly run: (request: TaskRequest) => Promise<unknown>;
}

export interface ServiceTask {
  /** What follows `arn:aws:states:::`, as `lambda:invoke`. */
  readonly operation: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly run: (parameters: Readonly<Record<string, any>>, request: TaskRequest) => Promise<unknown> | unknown;
}

/** `arn:aws:states:::service:operation`, with the events that such tasks leave in the history. */
export function serviceTask({ operation, required, optional, run }: ServiceTask): TaskIntegration {
  const [resourceType, resource] = operation.split(':');
  return {
    accepts: (text) => new RegExp(`^arn:[^:]+:states:::${operation}$`).test(text),
    problem: (parameters) => parameterProblem(operation, parameters, required, optional),
    async run(request) {
      const { trail, parameters, timeoutSeconds, identity } = request;
      trail.add('TaskScheduled', 'taskScheduledEventDetails', { resourceType, resource, region: identity.region, parameters: JSON.stringify(parameters), timeoutInSeconds: timeoutSeconds });
      trail.add('TaskStarted', 'taskStartedEventDetails', { resourceType, resource });
      try {
        const output = await run(parameters as Record<string, unknown>, request);
        if (!request.signal.aborted) trail.add('TaskSucceeded', 'taskSucceededEventDetails', { resourceType, resource, output: JSON.stringify(output) });
        return output;
      } catch (error) {
        const failed = asStatesError(resourceType, error);
        if (!request.signal.aborted) trail.add('TaskFailed', 'taskFailedEventDetails', { resourceType, resource, error: failed.error, cause: failed.causeText });
        throw failed;
      }
    },
  };
}

function parameterProblem(operation: string, parameters: unknown, required: readonly string[], optional: readonly string[]): string | undefined {
  const given = Object.keys((parameters ?? {}) as object).map((name) => name.replace(/\.\$$/, ''));
  const missing = required.filter((name) => !given.includes(name));
  if (missing.length) return `Parameters of ${operation} need ${missing.join(', ')}`;
  const strange = given.filter((name) => !required.includes(name) && !optional.includes(name));
  return strange.length ? `the local cloud does not emulate ${strange.join(', ')} in the Parameters of ${operation}` : undefined;
}

const CAUSE_LIMIT = 32_768;

/** What a failed call to a service looks like to Retry and Catch. Defects of ours pass through. */
function asStatesError(resourceType: string, error: unknown): StatesError {
  if (error instanceof StatesError) return error;
  if (!(error instanceof AwsError)) throw error;
  return new StatesError(`${resourceType.toUpperCase()}.${error.code}`, cutCause(error.message));
}

export function cutCause(text: string): string {
  return text.slice(0, CAUSE_LIMIT);
}
