import { requireAccess } from '../../functions/require-access';
import { HistoryEvent } from '../../functions/states-language/history-trail';
import { Authority } from '../../services';
import { AwsError, notEmulated } from '../wire/aws-error';
import { OperationContext, Operations } from '../wire/http';
import { parseDefinition } from './definition-document';
import { ExecutionRecord, StateMachineRecord } from './state-machine-record';
import { StatesService } from './states-service';

/** Step Functions on the wire (JSON 1.0, `AWSStepFunctions`). */
export function statesOperations(states: StatesService, authority: Authority): Operations {
  const allow = (context: OperationContext, action: string, resource: string): void => requireAccess(authority, { caller: context.caller, action: `states:${action}`, resource });
  return {
    StartExecution: (input, context) => {
      allow(context, 'StartExecution', arnOf(input, 'stateMachineArn'));
      const { executionArn, startDate } = states.start(input.stateMachineArn, { name: input.name, input: input.input });
      return { executionArn, startDate: seconds(startDate) };
    },
    StartSyncExecution: () => { throw notEmulated('states:StartSyncExecution: express state machines'); },
    StopExecution: (input, context) => {
      allow(context, 'StopExecution', arnOf(input, 'executionArn'));
      return { stopDate: seconds(states.stop(input.executionArn, input.error, input.cause)) };
    },
    DescribeExecution: (input, context) => {
      allow(context, 'DescribeExecution', arnOf(input, 'executionArn'));
      return executionView(states.execution(input.executionArn));
    },
    GetExecutionHistory: (input, context) => {
      allow(context, 'GetExecutionHistory', arnOf(input, 'executionArn'));
      const all = states.historyOf(input.executionArn).map((event) => eventView(event, input.includeExecutionData !== false));
      const { rows, nextToken } = page(input.reverseOrder ? all.reverse() : all, input);
      return { events: rows, nextToken };
    },
    ListExecutions: (input, context) => {
      allow(context, 'ListExecutions', arnOf(input, 'stateMachineArn'));
      const { stateMachineArn } = states.machine(input.stateMachineArn);
      const all = states.executionsOf(stateMachineArn).filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter);
      const { rows, nextToken } = page(all, input);
      return { executions: rows.map(executionSummary), nextToken };
    },
    DescribeStateMachine: (input, context) => {
      allow(context, 'DescribeStateMachine', arnOf(input, 'stateMachineArn'));
      return machineView(states.machine(input.stateMachineArn));
    },
    ListStateMachines: (input, context) => {
      allow(context, 'ListStateMachines', '*');
      const { rows, nextToken } = page(states.allMachines(), input);
      return { stateMachines: rows.map(({ stateMachineArn, name, creationDate }) => ({ stateMachineArn, name, type: 'STANDARD', creationDate: seconds(creationDate) })), nextToken };
    },
    ListTagsForResource: (input, context) => {
      allow(context, 'ListTagsForResource', arnOf(input, 'resourceArn'));
      return { tags: Object.entries(states.machine(input.resourceArn).settings.tags).map(([key, value]) => ({ key, value })) };
    },
    ValidateStateMachineDefinition: (input, context) => {
      allow(context, 'ValidateStateMachineDefinition', '*');
      try {
        parseDefinition(input.definition, (resource, parameters) => states.taskProblem(resource, parameters));
        return { result: 'OK', diagnostics: [] };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { result: 'FAIL', diagnostics: [{ severity: 'ERROR', code: error.code, message: error.message }] };
      }
    },
  };
}

function arnOf(input: Record<string, unknown>, member: string): string {
  const value = input[member];
  if (typeof value !== 'string' || !value.startsWith('arn:')) throw new AwsError('InvalidArn', `Invalid Arn: '${member} must be an ARN, got ${JSON.stringify(value)}'`);
  return value;
}

function page<T>(rows: readonly T[], { maxResults, nextToken }: { maxResults?: number; nextToken?: string }): { rows: T[]; nextToken?: string } {
  const from = nextToken === undefined ? 0 : Number(nextToken);
  if (!Number.isInteger(from) || from < 0) throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  const to = from + Math.min(maxResults || 100, 1000);
  return { rows: rows.slice(from, to), nextToken: to < rows.length ? String(to) : undefined };
}

const seconds = (milliseconds: number): number => milliseconds / 1000;

function executionSummary({ executionArn, machine, name, status, startDate, stopDate }: ExecutionRecord): Record<string, unknown> {
  return { executionArn, stateMachineArn: machine.stateMachineArn, name, status, startDate: seconds(startDate), stopDate: stopDate === undefined ? undefined : seconds(stopDate), redriveCount: 0 };
}

function executionView(execution: ExecutionRecord): Record<string, unknown> {
  const { input, output, error, cause } = execution;
  return {
    ...executionSummary(execution),
    input,
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    error,
    cause,
  };
}

function machineView({ stateMachineArn, name, roleArn, definition, revisionId, creationDate, settings }: StateMachineRecord): Record<string, unknown> {
  const { logging, tracingEnabled, encryption } = settings;
  const destinations = logging.logGroupArn ? [{ cloudWatchLogsLogGroup: { logGroupArn: logging.logGroupArn } }] : undefined;
  return {
    stateMachineArn, name, roleArn, definition, revisionId, type: 'STANDARD', status: 'ACTIVE', creationDate: seconds(creationDate),
    loggingConfiguration: { level: logging.level, includeExecutionData: logging.includeExecutionData, destinations },
    tracingConfiguration: { enabled: tracingEnabled },
    encryptionConfiguration: encryption ?? { type: 'AWS_OWNED_KEY' },
  };
}

const DATA = ['input', 'output', 'parameters'];

function eventView({ id, previousEventId, type, timestamp, detailsName, details }: HistoryEvent, withData: boolean): Record<string, unknown> {
  const shown = Object.entries(details ?? {}).flatMap(([name, value]) => {
    if (!DATA.includes(name)) return [[name, value]];
    const truncation = name === 'parameters' ? [] : [[`${name}Details`, { truncated: false }]];
    return withData ? [[name, value], ...truncation] : [];
  });
  return { id, previousEventId, type, timestamp: seconds(timestamp), ...(detailsName ? { [detailsName]: Object.fromEntries(shown) } : {}) };
}
