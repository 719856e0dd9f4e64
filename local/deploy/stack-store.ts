import { randomUUID } from 'node:crypto';
import { CloudIdentity } from '../services';
import { Table } from '../store/table';
import { ChangeSetRow, EventRow, LeftoverRow, OutputRow, PhysicalState, ResourceRow, StackRow } from './stack-rows';

/** All that the local CloudFormation remembers. */
export class StackStore {
  private readonly stacks: Table<StackRow>;
  private readonly resources: Table<ResourceRow>;
  private readonly leftovers: Table<LeftoverRow>;
  private readonly eventTable: Table<EventRow>;
  private readonly changeSets: Table<ChangeSetRow>;
  private readonly eventsByStack = new Map<string, EventRow[]>();

  constructor(folder: string | undefined, private readonly identity: CloudIdentity) {
    this.stacks = Table.open(folder, 'stacks');
    this.resources = Table.open(folder, 'stack-resources');
    this.leftovers = Table.open(folder, 'stack-leftovers');
    this.eventTable = Table.open(folder, 'stack-events');
    this.changeSets = Table.open(folder, 'change-sets');
    for (const event of this.eventTable.values()) this.remember(event);
  }

  newStackId(name: string): string {
    return this.arn(`stack/${name}/${randomUUID()}`);
  }

  newChangeSetId(name: string): string {
    return this.arn(`changeSet/${name}/${randomUUID()}`);
  }

  arn(resource: string): string {
    const { partition, region, accountId } = this.identity;
    return `arn:${partition}:cloudformation:${region}:${accountId}:${resource}`;
  }

  /** By name: the living one. By ARN: also one that was deleted. */
  find(nameOrArn: string): StackRow | undefined {
    if (nameOrArn.startsWith('arn:')) return this.stacks.get(nameOrArn);
    return this.living().find(({ stackName }) => stackName === nameOrArn);
  }

  stack(stackId: string): StackRow {
    const row = this.stacks.get(stackId);
    if (!row) throw new Error(`no stack ${stackId}`);
    return row;
  }

  all(): StackRow[] {
    return this.stacks.values();
  }

  living(): StackRow[] {
    return this.all().filter(({ status }) => status !== 'DELETE_COMPLETE');
  }

  putStack(row: StackRow): StackRow {
    this.stacks.put(row.stackId, row);
    return row;
  }

  changeStack(stackId: string, change: Partial<StackRow>): StackRow {
    return this.putStack({ ...this.stack(stackId), ...change });
  }

  resourcesOf(stackId: string): Map<string, ResourceRow> {
    return new Map(this.resources.values().filter((row) => row.stackId === stackId).map((row) => [row.logicalId, row]));
  }

  resource(stackId: string, logicalId: string): ResourceRow | undefined {
    return this.resources.get(`${stackId}/${logicalId}`);
  }

  putResource(row: ResourceRow): ResourceRow {
    this.resources.put(`${row.stackId}/${row.logicalId}`, row);
    return row;
  }

  dropResource(row: Pick<ResourceRow, 'stackId' | 'logicalId'>): void {
    this.resources.delete(`${row.stackId}/${row.logicalId}`);
  }

  leftoversOf(stackId: string): LeftoverRow[] {
    return this.leftovers.values().filter((row) => row.stackId === stackId);
  }

  addLeftover(of: { stackId: string; logicalId: string; type: string }, state: PhysicalState, retain: boolean): void {
    const id = randomUUID();
    const { physicalId, definition, properties, attributes, dependencies, stackTags, noEcho } = state;
    this.leftovers.put(id, { id, stackId: of.stackId, logicalId: of.logicalId, type: of.type, retain, physicalId, definition, properties, attributes, dependencies, stackTags, noEcho });
  }

  dropLeftover(id: string): void {
    this.leftovers.delete(id);
  }

  addEvent(event: EventRow): void {
    this.eventTable.put(event.eventId, event);
    this.remember(event);
  }

  /** Oldest first. */
  eventsOf(stackId: string): readonly EventRow[] {
    return this.eventsByStack.get(stackId) ?? [];
  }

  lastEventTime(stackId: string): number {
    return this.eventsOf(stackId).at(-1)?.timestamp ?? 0;
  }

  putChangeSet(row: ChangeSetRow): ChangeSetRow {
    this.changeSets.put(row.changeSetId, row);
    return row;
  }

  dropChangeSet(row: ChangeSetRow): void {
    this.changeSets.delete(row.changeSetId);
  }

  changeSet(id: string): ChangeSetRow | undefined {
    return this.changeSets.get(id);
  }

  changeSetsOf(stackId: string): ChangeSetRow[] {
    return this.changeSets.values().filter((row) => row.stackId === stackId);
  }

  /** Every export of the region with the stack it comes from. */
  exports(): Array<{ stack: StackRow; output: OutputRow; name: string }> {
    return this.living().flatMap((stack) => (stack.deployed?.outputs ?? []).flatMap((output) => (output.exportName === undefined ? [] : [{ stack, output, name: output.exportName }])));
  }

  /** Names of the stacks that read the export. */
  importers(exportName: string): string[] {
    return this.living().filter(({ deployed, stable }) => deployed?.imports.includes(exportName) || stable?.imports.includes(exportName)).map(({ stackName }) => stackName);
  }

  close(): void {
    for (const table of [this.stacks, this.resources, this.leftovers, this.eventTable, this.changeSets]) table.close();
  }

  private remember(event: EventRow): void {
    const events = this.eventsByStack.get(event.stackId);
    if (events) events.push(event);
    else this.eventsByStack.set(event.stackId, [event]);
  }
}
