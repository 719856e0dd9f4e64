import { notEmulated } from '../aws/wire/aws-error';
import { ResourceHandler } from '../resources/handler';
import { resolve } from './resolve';
import { StepEnd, takeStep } from './resource-step';
import { changedProperties, sameValue } from './same-value';
import { PhysicalState, ResourceRow } from './stack-rows';
import { StackRun } from './stack-run';
import { isCustomResource, ResourceDefinition } from './template';

/** What one resource shall be. */
export interface Wanted {
  readonly logicalId: string;
  readonly definition: ResourceDefinition;
  readonly dependencies: readonly string[];
}

const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.';

/** Creates, updates, replaces or leaves alone one resource whose needs are met. Says whether it now is as wanted. */
export async function bringAbout(run: StackRun, wanted: Wanted): Promise<boolean> {
  const { logicalId, definition } = wanted;
  const row = run.ports.store.resource(run.stackId, logicalId);
  let properties: Record<string, unknown>;
  let handler: ResourceHandler;
  try {
    handler = run.handler(definition.Type);
    properties = resolve(definition.Properties ?? {}, run.scope) as Record<string, unknown>;
  } catch (error) {
    return failBefore(run, wanted, row, error);
  }
  const next: PhysicalState = { physicalId: row?.physicalId, definition, properties, attributes: row?.attributes ?? {}, dependencies: wanted.dependencies, stackTags: run.deployed.tags };
  if (!row || row.physicalId === undefined || row.status === 'CREATE_FAILED') return create(run, wanted, row, next, handler);

  const changed = changedProperties(row.properties, properties);
  const tagged = !sameValue(row.stackTags, run.deployed.tags) && [...handler.properties, ...(handler.recordedOnly ?? [])].includes('Tags');
  if (changed.length === 0 && !tagged && row.status !== 'UPDATE_FAILED') {
    if (!sameValue(row.definition, definition) || !sameValue(row.dependencies, wanted.dependencies)) put(run, row, { ...next, attributes: row.attributes }, row.status);
    return true;
  }
  if (mustReplace(run, handler, definition.Type, changed)) return replace(run, row, next, handler);
  return update(run, row, next, handler, changed);
}

function mustReplace(run: StackRun, handler: ResourceHandler, type: string, changed: readonly string[]): boolean {
  if (isCustomResource(type)) return false;
  const answers = changed.map((name) => run.ports.replacementOf(type, name));
  return answers.includes('yes') || (answers.includes('maybe') && !handler.update);
}

async function failBefore(run: StackRun, { logicalId, definition, dependencies }: Wanted, row: ResourceRow | undefined, error: unknown): Promise<boolean> {
  const isNew = !row || row.status === 'CREATE_FAILED';
  const end = await takeStep(run, { verb: isNew ? 'create' : 'update', logicalId, type: definition.Type, physicalId: row?.physicalId, properties: undefined }, () => { throw error; });
  const state: PhysicalState = row ?? { definition, properties: {}, attributes: {}, dependencies, stackTags: run.deployed.tags };
  put(run, row ?? { logicalId, type: definition.Type }, state, isNew ? 'CREATE_FAILED' : 'UPDATE_FAILED', end);
  return false;
}

async function create(run: StackRun, { logicalId, definition }: Wanted, row: ResourceRow | undefined, next: PhysicalState, handler: ResourceHandler): Promise<boolean> {
  // What an earlier attempt left behind is not taken over: its properties may be others.
  if (row?.physicalId !== undefined) run.ports.store.addLeftover({ stackId: run.stackId, logicalId, type: row.type }, row, false);
  const about = row ?? { logicalId, type: definition.Type };
  put(run, { ...about, stable: null }, { ...next, physicalId: undefined }, 'CREATE_IN_PROGRESS');
  const end = await takeStep(run, { verb: 'create', logicalId, type: definition.Type, properties: next.properties, creates: true }, () => handler.create(next.properties, run.context(logicalId)));
  const state = end.ok ? { ...next, ...end.result } : { ...next, physicalId: end.physicalId };
  put(run, { ...about, stable: null }, state, end.ok ? 'CREATE_COMPLETE' : 'CREATE_FAILED', end);
  return end.ok;
}

async function update(run: StackRun, row: ResourceRow, next: PhysicalState, handler: ResourceHandler, changed: readonly string[]): Promise<boolean> {
  const { logicalId, type } = row;
  put(run, row, row, 'UPDATE_IN_PROGRESS');
  const end = await takeStep(run, { verb: 'update', logicalId, type, physicalId: row.physicalId, properties: next.properties }, () => {
    if (isCustomResource(type) && changed.includes('ServiceToken')) throw new Error('Modifying service token is not allowed.');
    if (handler.update) return handler.update(row.physicalId!, next.properties, row.properties, run.context(logicalId));
    if (changed.some((name) => !handler.recordedOnly?.includes(name))) throw notEmulated(`the update of ${type} (${changed.join(', ')})`);
    return { physicalId: row.physicalId!, attributes: row.attributes };
  });
  // After a failure the properties that were tried are kept: the rollback has to say what it goes back from.
  const state = end.ok ? { ...next, ...end.result } : { ...next, physicalId: end.physicalId ?? row.physicalId };
  if (state.physicalId !== row.physicalId && row.stable && row.stable.physicalId !== row.physicalId) {
    run.ports.store.addLeftover({ stackId: run.stackId, logicalId, type }, row, false);
  }
  put(run, row, state, end.ok ? 'UPDATE_COMPLETE' : 'UPDATE_FAILED', end);
  return end.ok;
}

async function replace(run: StackRun, row: ResourceRow, next: PhysicalState, handler: ResourceHandler): Promise<boolean> {
  const { logicalId, type } = row;
  const { store } = run.ports;
  put(run, { ...row, replacing: true }, row, 'UPDATE_IN_PROGRESS');
  const end = await takeStep(run, { verb: 'update', logicalId, type, physicalId: row.physicalId, properties: next.properties, reason: REPLACING, creates: true }, () => handler.create(next.properties, run.context(logicalId)));
  if (!end.ok) {
    if (end.physicalId !== undefined) store.addLeftover({ stackId: run.stackId, logicalId, type }, { ...next, physicalId: end.physicalId }, false);
    put(run, { ...row, replacing: true }, row, 'UPDATE_FAILED', end);
    return false;
  }
  if (row.stable && row.stable.physicalId !== row.physicalId) store.addLeftover({ stackId: run.stackId, logicalId, type }, row, false);
  put(run, { ...row, replacing: true }, { ...next, ...end.result }, 'UPDATE_COMPLETE', end);
  return true;
}

/** Writes the row; the first change since the last stable state keeps what was before. */
function put(run: StackRun, about: Pick<ResourceRow, 'logicalId' | 'type'> & Partial<ResourceRow>, state: PhysicalState, status: string, end?: StepEnd): void {
  const { definition } = state;
  run.ports.store.putResource({
    stackId: run.stackId, logicalId: about.logicalId, type: definition.Type,
    ...physicalState(state),
    status, statusReason: end && !end.ok ? end.reason : undefined, timestamp: run.events.now(),
    stable: about.stable !== undefined ? about.stable : about.physicalId === undefined ? null : physicalState(about as ResourceRow),
    replacing: about.replacing,
  });
}

export function physicalState({ physicalId, definition, properties, attributes, dependencies, stackTags, noEcho }: PhysicalState): PhysicalState {
  return { physicalId, definition, properties, attributes, dependencies, stackTags, noEcho };
}
