import { randomUUID } from 'node:crypto';
import { Clock, Report } from '../services';
import { masked, secretTexts } from './no-echo';
import { StackStore } from './stack-store';
import { StackRow } from './stack-rows';

export interface ResourceEvent {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly status: string;
  readonly reason?: string;
  readonly properties?: unknown;
}

/** Writes the events of one operation on one stack and reports them. */
export class StackEvents {
  constructor(
    private readonly ports: { readonly store: StackStore; readonly clock: Clock; readonly report: Report },
    private readonly stackId: string,
    readonly operationId: string,
    private readonly clientRequestToken?: string,
  ) {}

  /** A rollback is an operation of its own: the CLI tells attempts apart by this id. */
  newOperation(): StackEvents {
    return new StackEvents(this.ports, this.stackId, randomUUID(), this.clientRequestToken);
  }

  stack(status: string, reason?: string, change: Partial<StackRow> = {}): StackRow {
    const { store, report } = this.ports;
    const row = store.changeStack(this.stackId, { ...change, status, statusReason: reason });
    this.write(row, { logicalId: row.stackName, type: 'AWS::CloudFormation::Stack', physicalId: row.stackId, status, reason });
    report({ source: 'cloudformation', type: 'stack-status', detail: { stackName: row.stackName, stackId: row.stackId, status, reason } });
    return row;
  }

  resource(event: ResourceEvent): void {
    const row = this.ports.store.stack(this.stackId);
    this.write(row, event);
    const { logicalId, type: resourceType, physicalId, status, reason } = event;
    this.ports.report({ source: 'cloudformation', type: 'resource-status', detail: { stackName: row.stackName, logicalId, resourceType, physicalId, status, reason } });
  }

  /** Events of a stack never share a millisecond: the CLI sorts by time and would print them in odd order. */
  now(): number {
    return Math.max(this.ports.clock.now(), this.ports.store.lastEventTime(this.stackId) + 1);
  }

  private write(row: StackRow, { logicalId, type, physicalId, status, reason, properties }: ResourceEvent): void {
    this.ports.store.addEvent({
      eventId: type === 'AWS::CloudFormation::Stack' ? randomUUID() : `${logicalId}-${status}-${randomUUID()}`,
      stackId: row.stackId, stackName: row.stackName, operationId: this.operationId, logicalId, physicalId, resourceType: type,
      timestamp: this.now(), status, reason,
      properties: properties === undefined ? undefined : masked(JSON.stringify(properties), secretTexts(row.deployed?.parameters ?? [], this.ports.store.resourcesOf(row.stackId).values())),
      clientRequestToken: this.clientRequestToken,
    });
  }
}
