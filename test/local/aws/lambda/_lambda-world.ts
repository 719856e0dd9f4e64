import * as path from 'node:path';
import { LambdaOptions, LambdaService } from '../../../../local/aws/lambda/lambda-service';
import { functionSettings } from '../../../../local/aws/lambda/function-settings';
import { Clock, CloudEvent } from '../../../../local/services';

export const ROLE = 'arn:aws:iam::111122223333:role/FunctionRole';
export const IDENTITY = { partition: 'aws', region: 'eu-central-1', accountId: '111122223333', urlSuffix: 'amazonaws.com' };

/** Sleeps last until somebody says that the time is over. */
export class HeldClock implements Clock {
  readonly sleeping: Array<{ readonly milliseconds: number; wake: () => void }> = [];

  now(): number {
    return performance.timeOrigin + performance.now();
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (milliseconds <= 0 || signal?.aborted) return Promise.resolve();
    return new Promise((wake) => {
      this.sleeping.push({ milliseconds, wake });
      signal?.addEventListener('abort', () => wake());
    });
  }

  wakeAll(milliseconds: number): void {
    for (const sleeper of this.sleeping) if (sleeper.milliseconds === milliseconds) sleeper.wake();
  }
}

/** A Lambda service with recorded logs and reports, and a new set of credentials for each assumed role. */
export class LambdaWorld {
  readonly clock = new HeldClock();
  readonly lines: string[] = [];
  readonly reports: Array<Omit<CloudEvent, 'time'>> = [];
  readonly assumed: Array<{ roleArn: string; sessionName: string; context?: Record<string, string> }> = [];
  readonly delivered: Array<{ arn: string; body: any; role?: string }> = [];
  readonly objects = new Map<string, Buffer>();
  port = 9;
  readonly lambda: LambdaService;

  constructor(options: Partial<LambdaOptions> = {}) {
    this.lambda = new LambdaService({
      identity: IDENTITY,
      clock: this.clock,
      sts: {
        assumeRole: ({ roleArn, sessionName, context }) => {
          this.assumed.push({ roleArn, sessionName, context });
          const number = this.assumed.length;
          return {
            accessKeyId: `ASIA${number}`, secretAccessKey: `secret-${number}`, sessionToken: `token-${number}`, expiration: 4_000_000_000_000,
            principal: { kind: 'role', accountId: IDENTITY.accountId, roleName: 'FunctionRole', roleArn, roleId: 'AROA1', sessionName, tags: {} },
          };
        },
      },
      logs: { write: (group, stream, messages) => this.lines.push(...messages.map((message) => `${group} ${stream.replace(/[0-9a-f]{32}$/, '')} ${message}`)) },
      report: (event) => this.reports.push(event),
      endpoint: () => `http://127.0.0.1:${this.port}`,
      readObject: async (bucket, key) => this.objects.get(`${bucket}/${key}`)!,
      nodeModules: path.resolve(__dirname, '../../../../node_modules'),
      deliver: ({ arn, body, caller: { principal } }) => { this.delivered.push({ arn, body: JSON.parse(body), role: principal.kind === 'role' ? principal.roleArn : undefined }); },
      ...options,
    });
  }

  async define(functionName: string, source: string, properties: Record<string, unknown> = {}): Promise<void> {
    const settings = functionSettings({ Runtime: 'nodejs22.x', Handler: 'index.handler', Role: ROLE, ...properties }, functionName);
    this.lambda.put(functionName, await this.lambda.load(functionName, { inline: source }), settings);
  }

  async answer(functionName: string, event: unknown = {}): Promise<{ value: any; functionError?: string }> {
    const { payload, functionError } = await this.lambda.invoke(functionName, JSON.stringify(event));
    return { value: JSON.parse(payload), functionError };
  }
}
