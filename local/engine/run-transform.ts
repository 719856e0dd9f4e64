import { setMaxListeners } from 'node:events';
import { Pool } from 'undici';
import { TransformJobSpec } from '../../lib/spec/transform-job-spec';
import { Choices, HELD_PER_REQUEST, RECOMMENDED } from './choices';
import { DataLog } from './data-log';
import { askExecutionParameters } from './invoke/execution-parameters';
import { Invoker } from './invoke/invoker';
import { asFailure } from './object-failure';
import { TransformOutcome, TransformPorts } from './ports';
import { dataProcessingOf } from './process/data-processing';
import { InputObject, selectInputs } from './select/select-inputs';
import { Semaphore } from './semaphore';
import { resolveSettings, settingsLine } from './settings';
import { Tally } from './tally';
import { ObjectContext, transformObject } from './transform-object';

interface Instance {
  readonly name: string;
  readonly log: DataLog;
  readonly context: ObjectContext;
}

/**
 * Runs a transform job against containers that answer `/ping` already. Everything flows: objects are read, split,
 * sent and stored piece by piece, and no stage runs ahead of the next by more than the payload limits allow.
 */
export async function runTransform(job: TransformJobSpec, ports: TransformPorts, signal: AbortSignal, choices: Choices = RECOMMENDED): Promise<TransformOutcome> {
  setMaxListeners(0, signal);
  const tally = new Tally();
  const pools = ports.instances.map(({ containers }) => containers.map((url) => new Pool(url)));
  try {
    const settings = resolveSettings(job, await askExecutionParameters(pools[0][0], signal));
    const processing = dataProcessingOf(job, choices);
    const instances = ports.instances.map(({ name }, index): Instance => ({
      name,
      log: new DataLog(ports.log, ports.clock, name),
      context: {
        source: ports.source, sink: ports.sink, settings, choices, processing,
        invoker: new Invoker(pools[index], settings, choices, ports.clock, ports.report),
        slots: new Semaphore(settings.maxConcurrentTransforms),
        held: new Semaphore(settings.maxConcurrentTransforms * HELD_PER_REQUEST),
      },
    }));
    for (const { log } of instances) log.say(settingsLine(settings));
    const inputs = selectInputs(job, ports.source);
    // Rule 18: as many objects at once as requests, for an object may be one request only. Instances take turns
    // at the list of keys, so that few objects do not all fall to the first one.
    const rounds = Array.from({ length: settings.maxConcurrentTransforms }, () => instances);
    await Promise.all(rounds.flat().map((instance) => work(instance, inputs, tally, ports, signal)));
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await Promise.all(pools.flat().map((pool) => pool.destroy()));
  }
  return tally.outcome(signal.aborted);
}

/** Takes objects from the shared list until there are no more. */
async function work(instance: Instance, inputs: AsyncGenerator<InputObject>, tally: Tally, ports: TransformPorts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let input: InputObject | undefined;
    try {
      input = (await inputs.next()).value;
    } catch (error) {
      const failure = asFailure(error, 'download');
      instance.log.say(failure.message);
      tally.fault(failure);
    }
    if (!input) return;
    await transform(input, instance, tally, ports, signal);
  }
}

async function transform(input: InputObject, { name, log, context }: Instance, tally: Tally, ports: TransformPorts, signal: AbortSignal): Promise<void> {
  const { key } = input;
  const skip = (message: string) => {
    tally.skipped += 1;
    log.about(input, message);
    ports.report({ type: 'object-skipped', key, message });
  };
  if (input.isMarker) return skip('a folder marker is no input; skipped');
  ports.report({ type: 'object-started', key, instance: name });
  try {
    const result = await transformObject(input, context, signal);
    if ('skipped' in result) return skip(result.skipped);
    tally.done += 1;
    ports.report({ type: 'object-done', key, output: input.output.key, invocations: result.invocations });
  } catch (error) {
    if (signal.aborted) return; // no fault of the object
    const failure = asFailure(error, 'algorithm');
    tally.failed += 1;
    tally.fault(failure);
    log.about(input, failure.message);
    ports.report({ type: 'object-failed', key, message: failure.message });
  }
}
