import { StatesOptions, StatesService } from '../../../../local/aws/states/states-service';
import { statesOperations } from '../../../../local/aws/states/states-operations';
import { AwsError } from '../../../../local/aws/wire/aws-error';
import { OperationContext } from '../../../../local/aws/wire/http';
import { CloudEvent, InvocationResult } from '../../../../local/services';
import { serviceCaller } from '../../../../local/functions/service-caller';
import { RecordingAuthority } from '../../functions/_authority';
import { SteppingClock } from '../../functions/_stepping-clock';

export const IDENTITY = { partition: 'aws', region: 'eu-central-1', accountId: '111122223333', urlSuffix: 'amazonaws.com' };
export const ROLE = 'arn:aws:iam::111122223333:role/MachineRole';
export const FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:poll';
export const SETTINGS = { logging: { level: 'OFF', includeExecutionData: false }, tracingEnabled: false, tags: {} } as const;

export class StatesWorld {
  readonly clock = new SteppingClock();
  readonly authority = new RecordingAuthority();
  readonly lines: Array<{ group: string; stream: string; line: any }> = [];
  readonly reports: Array<Omit<CloudEvent, 'time'>> = [];
  readonly invoked: unknown[] = [];
  /** What the function does. */
  answer: (event: any) => InvocationResult | Promise<InvocationResult> = () => ({ payload: '{"done":true}' });
  trusted = true;
  states: StatesService;

  constructor(private readonly options: Partial<StatesOptions> = {}) {
    this.states = this.open();
  }

  open(): StatesService {
    this.states = new StatesService({
      identity: IDENTITY,
      clock: this.clock,
      authority: this.authority,
      sts: {
        assumeRole: ({ roleArn, sessionName }) => {
          if (!this.trusted) throw new AwsError('AccessDenied', 'the role does not trust states.amazonaws.com', 403);
          return { accessKeyId: 'ASIA', secretAccessKey: 's', principal: { kind: 'role', accountId: IDENTITY.accountId, roleName: 'MachineRole', roleArn, roleId: 'AROA', sessionName, tags: {} } };
        },
      },
      lambda: {
        invoke: async (_name, payload) => {
          this.invoked.push(JSON.parse(payload));
          return this.answer(JSON.parse(payload));
        },
        invokeAsync: (_name, payload) => { this.invoked.push(JSON.parse(payload)); },
        policyOf: () => [],
      },
      logs: { write: (group, stream, lines) => this.lines.push(...lines.map((line) => ({ group, stream, line: JSON.parse(line) }))) },
      report: (event) => this.reports.push(event),
      ...this.options,
    });
    return this.states;
  }

  call(operation: string, input: object): any {
    const context: OperationContext = { caller: serviceCaller('test'), requestId: 'r' };
    return statesOperations(this.states, this.authority)[operation](input, context);
  }

  machine(definition: object, settings: object = SETTINGS): string {
    return this.states.put('machine', ROLE, JSON.stringify(definition), settings as typeof SETTINGS).stateMachineArn;
  }
}

export const task = (resource = FUNCTION, more: object = {}): object => ({ StartAt: 'T', States: { T: { Type: 'Task', Resource: resource, ...more, End: true } } });
