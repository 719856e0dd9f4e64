import { randomUUID } from 'node:crypto';
import { FunctionProcess } from '../../functions/function-process';
import { ProcessPool } from '../../functions/process-pool';
import { UnpackedCode } from '../../functions/unpacked-code';
import { Credentials, InvocationResult, Services } from '../../services';
import { AwsError } from '../wire/aws-error';
import { credentialEnvironment, functionEnvironment } from './function-environment';
import { FunctionRecord } from './function-record';
import { invocationLog, logStreamName } from './invocation-log';

export interface RuntimeOptions extends Pick<Services, 'identity' | 'clock' | 'logs' | 'report'> {
  readonly code: UnpackedCode;
  readonly nodeModules: string;
  readonly endpoint: () => string;
}

export interface Invocation extends InvocationResult {
  readonly requestId: string;
  /** Everything that went to the log. */
  readonly log: string;
  readonly executedVersion: string;
}

const RESPONSE_LIMIT = 6_291_556;

/** Runs functions in processes that stay warm, and writes their logs. */
export class FunctionRuntime {
  private readonly pools = new Map<string, ProcessPool>();
  private readonly running = new Map<string, number>();
  private readonly streams = new WeakMap<FunctionProcess, string>();
  private closed = false;

  constructor(private readonly options: RuntimeOptions) {}

  async invoke(record: FunctionRecord, payload: string, requestId: string, credentials: () => Credentials): Promise<Invocation> {
    const running = this.running.get(record.functionName) ?? 0;
    if (running >= (record.settings.reservedConcurrency ?? Infinity)) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Type: 'User', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' });
    }
    this.running.set(record.functionName, running + 1);
    try {
      return await this.pool(record).use((process) => this.runIn(process, record, payload, requestId, credentials()));
    } finally {
      this.running.set(record.functionName, this.running.get(record.functionName)! - 1);
    }
  }

  /** Ends the processes of the function (of one version, or of all). */
  retire(functionName: string, version?: string): void {
    for (const [key, pool] of this.pools) {
      if (!key.startsWith(`${functionName}:${version ?? ''}`)) continue;
      pool.retire();
      this.pools.delete(key);
    }
  }

  /** Kills all processes. Their invocations end, but leave no trace: the folder may be gone already. */
  close(): void {
    this.closed = true;
    for (const pool of this.pools.values()) pool.close();
    this.pools.clear();
  }

  private async runIn(process: FunctionProcess, record: FunctionRecord, payload: string, requestId: string, credentials: Credentials): Promise<Invocation> {
    const { clock, report, logs } = this.options;
    const { settings } = record;
    const lines: string[] = [];
    const write = (...texts: string[]): void => {
      lines.push(...texts);
      if (!this.closed) logs.write(settings.logGroup, this.streams.get(process)!, texts);
    };
    const begin = clock.now();
    write(invocationLog.start(requestId, record.version));
    const answer = await process.invoke({
      requestId,
      payload,
      environment: credentialEnvironment(credentials),
      context: this.context(record, requestId, this.streams.get(process)!),
      onOutput: (text) => write(text.replace(/\n$/, '')),
    });
    const milliseconds = clock.now() - begin;
    if (answer.timedOut) write(invocationLog.timeout(clock.now(), requestId, settings.timeoutSeconds));
    write(invocationLog.end(requestId), invocationLog.report(requestId, milliseconds, settings.memorySize));
    const result = bounded(answer);
    const error = result.functionError === undefined ? undefined : errorText(result.payload);
    report({ source: 'lambda', type: 'invocation', detail: { functionName: record.functionName, requestId, milliseconds, ...(error === undefined ? {} : { error }) } });
    return { ...result, requestId, log: lines.join('\n'), executedVersion: record.version };
  }

  private context(record: FunctionRecord, awsRequestId: string, logStreamName: string): Record<string, unknown> {
    return {
      awsRequestId,
      functionName: record.functionName,
      functionVersion: record.version,
      invokedFunctionArn: record.functionArn,
      memoryLimitInMB: String(record.settings.memorySize),
      logGroupName: record.settings.logGroup,
      logStreamName,
    };
  }

  private pool(record: FunctionRecord): ProcessPool {
    const key = `${record.functionName}:${record.version}:${record.revisionId}`;
    const known = this.pools.get(key);
    if (known) return known;
    const pool = new ProcessPool(() => this.start(record));
    this.pools.set(key, pool);
    return pool;
  }

  private start(record: FunctionRecord): FunctionProcess {
    const { code, clock, endpoint: endpointOf, identity, nodeModules } = this.options;
    const endpoint = endpointOf();
    const taskRoot = code.pathOf(record.code);
    const logStream = logStreamName(clock.now(), record.version, randomUUID().replaceAll('-', ''));
    const started = new FunctionProcess({
      taskRoot,
      handler: record.settings.handler,
      environment: functionEnvironment({ record, identity, endpoint, taskRoot, nodeModules, logStream, path: process.env.PATH ?? '' }),
      memorySize: record.settings.memorySize,
      timeoutSeconds: record.settings.timeoutSeconds,
      port: Number(new URL(endpoint).port),
      clock,
    });
    this.streams.set(started, logStream);
    return started;
  }
}

function bounded({ payload, failed }: { readonly payload: string; readonly failed: boolean }): InvocationResult {
  if (failed) return { payload, functionError: 'Unhandled' };
  if (Buffer.byteLength(payload) <= RESPONSE_LIMIT) return { payload };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${RESPONSE_LIMIT} bytes).`;
  return { payload: JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage }), functionError: 'Unhandled' };
}

function errorText(payload: string): string {
  const { errorType, errorMessage } = JSON.parse(payload) as { errorType?: string; errorMessage?: string };
  return `${errorType}: ${errorMessage}`;
}
