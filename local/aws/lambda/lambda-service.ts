import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Caller, NamedPolicy } from '../../access/model';
import { CodePackage, UnpackedCode } from '../../functions/unpacked-code';
import { serviceCaller } from '../../functions/service-caller';
import { Credentials, InvocationResult, Lambda, Services } from '../../services';
import { AwsError } from '../wire/aws-error';
import { asAwsError } from '../wire/json-door';
import { AsyncInvocation, AsyncOutcome, AsyncQueue } from './async-queue';
import { destinationMessage } from './destination-message';
import { parseFunctionName } from './function-name';
import { FunctionRecord, FunctionSettings } from './function-record';
import { FunctionRuntime, Invocation } from './function-runtime';
import { FunctionStore } from './function-store';

export interface LambdaOptions extends Pick<Services, 'folder' | 'identity' | 'clock' | 'sts' | 'logs' | 'report'> {
  /** `http://127.0.0.1:4566`: asked for when a process starts. */
  readonly endpoint: () => string;
  /** Reads an asset, as CloudFormation. */
  readonly readObject: (bucket: string, key: string) => Promise<Buffer>;
  /** Folder of the installed packages, for handlers that take the SDK from the runtime. */
  readonly nodeModules: string;
  /** Pauses between the attempts of asynchronous invocations last this part of their time. Default 1: one minute, then two. */
  readonly waitScale?: number;
  /** Sends a message to a queue, topic or function, as the function's role: dead letters and destinations. Without it they are reported only. */
  readonly deliver?: (delivery: { readonly arn: string; readonly body: string; readonly caller: Caller }) => Promise<void> | void;
}

/** Functions, and their processes. */
export class LambdaService implements Lambda {
  readonly store: FunctionStore;
  private readonly code: UnpackedCode;
  private readonly runtime: FunctionRuntime;
  private readonly queue: AsyncQueue;
  /** Only when there is no folder: removed at the end. */
  private readonly temporary?: string;

  constructor(private readonly options: LambdaOptions) {
    this.store = new FunctionStore(options);
    if (!options.folder) this.temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'functions-'));
    this.code = new UnpackedCode(fs.realpathSync(this.makeRoot()), options.nodeModules);
    this.runtime = new FunctionRuntime({ ...options, code: this.code });
    this.queue = new AsyncQueue({
      folder: options.folder,
      clock: options.clock,
      waitScale: options.waitScale ?? 1,
      settingsOf: (functionName) => this.store.asyncSettingsOf(functionName),
      run: (invocation) => this.attempt(invocation),
      succeeded: (invocation, outcome) => this.tell(this.store.asyncSettingsOf(invocation.functionName).onSuccessArn, invocation, outcome, 'Success'),
      gaveUp: (invocation, outcome, condition) => this.giveUp(invocation, outcome, condition),
    });
  }

  async invoke(functionNameOrArn: string, payload: string): Promise<InvocationResult> {
    const { payload: answer, functionError } = await this.run(this.store.find(functionNameOrArn), payload);
    return { payload: answer, functionError };
  }

  invokeAsync(functionNameOrArn: string, payload: string): void {
    this.enqueue(this.store.find(functionNameOrArn), payload);
  }

  /** Gives the request id. */
  enqueue(record: FunctionRecord, payload: string): string {
    return this.queue.add(record.version === '$LATEST' ? record.functionName : `${record.functionName}:${record.version}`, payload);
  }

  /** Runs the function now, as its role. */
  async run(record: FunctionRecord, payload: string, requestId: string = randomUUID()): Promise<Invocation> {
    return this.runtime.invoke(record, payload, requestId, () => this.roleCredentials(record.settings.roleArn, record));
  }

  /** The function's resource policy. */
  policyOf(functionNameOrArn: string): NamedPolicy[] {
    return this.store.policyOf(functionNameOrArn);
  }

  /** Unpacks code from a bucket or from the template. */
  async load(functionName: string, source: { readonly bucket: string; readonly key: string } | { readonly inline: string }): Promise<CodePackage> {
    if ('inline' in source) return this.code.inline(functionName, source.inline);
    return this.code.unpack(functionName, await this.options.readObject(source.bucket, source.key));
  }

  /** Makes or changes the function. Its running invocations end with the old code. */
  put(functionName: string, code: CodePackage, settings: FunctionSettings): FunctionRecord {
    this.checkRole(settings.roleArn, functionName);
    const record = this.store.put(functionName, code, settings);
    this.runtime.retire(functionName, '$LATEST');
    return record;
  }

  remove(functionName: string): void {
    this.store.remove(functionName);
    this.runtime.retire(functionName);
    this.code.remove(functionName);
  }

  /** Goes on with the asynchronous invocations that an earlier process left. Call it when all services stand. */
  resume(): void {
    this.queue.resume();
  }

  close(): void {
    this.queue.close();
    this.runtime.close();
    this.store.close();
    if (this.temporary) fs.rmSync(this.temporary, { recursive: true, force: true });
  }

  private makeRoot(): string {
    const root = path.join(this.temporary ?? this.options.folder!, 'functions');
    fs.mkdirSync(root, { recursive: true, mode: 0o700 });
    return root;
  }

  private roleCredentials(roleArn: string, { functionName, functionArn }: Pick<FunctionRecord, 'functionName' | 'functionArn'>): Credentials {
    try {
      return this.options.sts.assumeRole({
        caller: serviceCaller('lambda.amazonaws.com'),
        roleArn,
        sessionName: functionName.slice(0, 64),
        context: { 'aws:SourceArn': functionArn, 'aws:SourceAccount': this.options.identity.accountId },
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError('AccessDeniedException', `The role defined for the function cannot be assumed by Lambda. (${error.message})`, 403);
    }
  }

  private checkRole(roleArn: string, functionName: string): void {
    try {
      this.roleCredentials(roleArn, { functionName, functionArn: this.store.arn(functionName) });
    } catch (error) {
      throw error instanceof AwsError ? new AwsError('InvalidParameterValueException', error.message) : error;
    }
  }

  private async attempt(invocation: AsyncInvocation): Promise<AsyncOutcome> {
    try {
      return await this.run(this.store.find(invocation.functionName), invocation.payload, invocation.requestId);
    } catch (error) {
      // The function is gone, its role cannot be assumed, it has no concurrency left; or a defect of ours, which nobody waits for: it is reported at the end.
      const { code, message } = asAwsError(error);
      return { payload: JSON.stringify({ errorType: code, errorMessage: message }), functionError: 'Unhandled', throttled: code === 'TooManyRequestsException' };
    }
  }

  private giveUp(invocation: AsyncInvocation, outcome: AsyncOutcome, condition: 'RetriesExhausted' | 'EventAgeExceeded'): void {
    const { functionName, requestId, payload } = invocation;
    this.options.report({ source: 'lambda', type: 'event-dropped', detail: { functionName, requestId, condition, error: outcome.payload } });
    const { name } = parseFunctionName(functionName)!;
    if (!this.store.has(name)) return;
    const record = this.store.find(name);
    if (record.settings.deadLetterArn) this.send(record, record.settings.deadLetterArn, payload);
    this.tell(this.store.asyncSettingsOf(functionName).onFailureArn, invocation, outcome, condition);
  }

  private tell(targetArn: string | undefined, invocation: AsyncInvocation, outcome: AsyncOutcome, condition: string): void {
    if (!targetArn) return;
    const record = this.store.find(invocation.functionName);
    this.send(record, targetArn, destinationMessage(invocation, outcome, condition, record.functionArn, this.options.clock.now()));
  }

  private send(record: FunctionRecord, arn: string, body: string): void {
    const { deliver, report } = this.options;
    const send = async (): Promise<void> => {
      if (!deliver) throw new Error('nothing here delivers messages');
      const { principal } = this.roleCredentials(record.settings.roleArn, record);
      await deliver({ arn, body, caller: { ...serviceCaller('lambda.amazonaws.com'), principal } });
    };
    // A destination that refuses must not bring down the queue; whoever watches is told.
    void send().catch((error: unknown) => report({ source: 'lambda', type: 'delivery-failed', detail: { functionName: record.functionName, targetArn: arn, error: String(error) } }));
  }
}
