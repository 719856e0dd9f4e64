import * as fc from 'fast-check';
import { SERVICE_MESSAGE } from '../../lib/spec/service-messages';
import { JobDescription } from '../../lib/launcher/ports';
import { SealedUrl } from '../../lib/launcher/sealed-url';
import { advance, Observation } from '../../lib/launcher/watch';
import { LONGEST_INTERVAL, watchFrom, WatchState } from '../../lib/launcher/watch-state';
import { STACK_ID, SURROUNDINGS } from './requests';

const T0 = 1_000_000_000;
const NAME = 'label-0123456789abcdef';
const request = { stackId: STACK_ID, requestId: 'r', logicalId: 'Label', physicalId: NAME };
const completion = watchFrom({ purpose: 'completion', jobName: NAME, request, surroundings: SURROUNDINGS, since: T0, answered: false, sealedUrl: 'x' as SealedUrl, completionDeadline: T0 + 3_000_000 });
const limited: WatchState = { ...completion, maxRuntimeSeconds: 600 };
const runtime: WatchState = { ...limited, purpose: 'runtime', answered: true, sealedUrl: undefined, completionDeadline: undefined };
const deletion: WatchState = { ...completion, purpose: 'deletion', completionDeadline: undefined };
const stopping = (state: WatchState, why: 'maxRuntime' | 'completionTimeout', until: number): WatchState => ({ ...state, stopping: { why, until } });

const job = (status: string, change: Partial<JobDescription> = {}): Observation => ({
  saw: 'job', job: { name: NAME, arn: `arn:aws:sagemaker:us-east-1:111122223333:transform-job/${NAME}`, status, modelName: 'detector', outputUri: 's3://labels/', createdAt: T0, ...change },
});
const nothing = (name = 'ThrottlingException'): Observation => ({ saw: 'nothing', error: { name, message: 'Rate exceeded' } });

interface Case {
  readonly name: string;
  readonly state: WatchState;
  readonly seen: Observation;
  readonly after: number;
  readonly acts: string[];
  readonly says?: string;
  readonly done?: boolean;
  readonly stops?: string;
}

const CASES: Case[] = [
  { name: 'a running job is left alone', state: completion, seen: job('InProgress'), after: 5, acts: [] },
  { name: 'a completed job is a success', state: completion, seen: job('Completed'), after: 5, acts: ['log', 'SUCCESS'], done: true },
  { name: 'a failed job is a failure in plain words', state: completion, seen: job('Failed', { failureReason: SERVICE_MESSAGE.dhcpOptions.say() }), after: 5, acts: ['log', 'FAILED'], says: 'DHCP option set', done: true },
  { name: 'a failed job without a reason is a failure all the same', state: completion, seen: job('Failed'), after: 5, acts: ['log', 'FAILED'], says: 'gave no reason', done: true },
  { name: 'a job that somebody stopped is a failure', state: completion, seen: job('Stopped'), after: 5, acts: ['log', 'FAILED'], says: 'stopped by someone else', done: true },
  { name: 'a job that is being stopped by somebody is waited for', state: completion, seen: job('Stopping'), after: 5, acts: [] },
  { name: 'a throttled look changes nothing', state: completion, seen: nothing(), after: 5, acts: ['log'] },
  { name: 'a denied look changes nothing', state: completion, seen: nothing('AccessDeniedException'), after: 5, acts: ['log'] },
  { name: 'a job that is not seen yet is waited for', state: completion, seen: { saw: 'no-job' }, after: 5, acts: [] },
  { name: 'completionTimeout stops the job and does not answer yet', state: completion, seen: job('InProgress'), after: 3000, acts: ['stop'], stops: 'completionTimeout' },
  { name: 'completionTimeout holds though nothing can be seen', state: completion, seen: nothing(), after: 3000, acts: ['log', 'stop'], stops: 'completionTimeout' },
  { name: 'a job that is finished when completionTimeout is over is a success', state: completion, seen: job('Completed'), after: 3000, acts: ['log', 'SUCCESS'], done: true },
  { name: 'the stop is asked again while the job still runs', state: stopping(completion, 'completionTimeout', T0 + 3_180_000), seen: job('InProgress'), after: 3010, acts: ['stop'], stops: 'completionTimeout' },
  { name: 'the stop is not asked again while the job is stopping', state: stopping(completion, 'completionTimeout', T0 + 3_180_000), seen: job('Stopping'), after: 3010, acts: [], stops: 'completionTimeout' },
  { name: 'stopped for completionTimeout is a failure that says so', state: stopping(completion, 'completionTimeout', T0 + 3_180_000), seen: job('Stopped'), after: 3020, acts: ['log', 'FAILED'], says: 'completionTimeout (3000 s)', done: true },
  { name: 'a job that completed while it was to be stopped is a success', state: stopping(completion, 'completionTimeout', T0 + 3_180_000), seen: job('Completed'), after: 3020, acts: ['log', 'SUCCESS'], done: true },
  { name: 'a job that does not stop in time is answered with its status', state: stopping(completion, 'completionTimeout', T0 + 3_180_000), seen: job('Stopping'), after: 3180, acts: ['FAILED'], says: 'still Stopping', done: true },
  { name: 'a job that cannot be seen at the end of time is answered', state: stopping(completion, 'completionTimeout', T0 + 3_180_000), seen: nothing(), after: 3180, acts: ['log', 'stop', 'FAILED'], says: 'could not be read', done: true },
  { name: 'maxRuntime stops a job that is waited for', state: limited, seen: job('InProgress'), after: 600, acts: ['stop'], stops: 'maxRuntime' },
  { name: 'maxRuntime counts from the creation of the job', state: limited, seen: job('InProgress', { createdAt: T0 - 595_000 }), after: 5, acts: ['stop'], stops: 'maxRuntime' },
  { name: 'stopped for maxRuntime is a failure that says so', state: stopping(limited, 'maxRuntime', T0 + 780_000), seen: job('Stopped'), after: 620, acts: ['log', 'FAILED'], says: 'maxRuntime (600 s)', done: true },
  { name: 'maxRuntime stops a job whose deployment has its answer', state: runtime, seen: job('InProgress'), after: 600, acts: ['stop'], stops: 'maxRuntime' },
  { name: 'a job stopped after the answer is not answered again', state: stopping(runtime, 'maxRuntime', T0 + 780_000), seen: job('Stopped'), after: 620, acts: ['log'], done: true },
  { name: 'a job that does not stop is asked on and on after the answer', state: stopping(runtime, 'maxRuntime', T0 + 780_000), seen: job('InProgress'), after: 9_000, acts: ['stop'], stops: 'maxRuntime' },
  { name: 'a job that ends in time after the answer ends the watch', state: runtime, seen: job('Completed'), after: 300, acts: ['log'], done: true },
  { name: 'a deletion waits for a stopping job', state: deletion, seen: job('Stopping'), after: 5, acts: [], stops: 'deletion' },
  { name: 'a deletion asks a running job to stop once more', state: deletion, seen: job('InProgress'), after: 5, acts: ['stop'], stops: 'deletion' },
  { name: 'a deletion turns to the interfaces when the job has stopped', state: deletion, seen: job('Stopped'), after: 5, acts: ['log'] },
  { name: 'a deletion turns to the interfaces when the job is unknown', state: deletion, seen: { saw: 'no-job' }, after: 5, acts: ['log'] },
  { name: 'a deletion without security groups ends with the job', state: { ...deletion, surroundings: { constructPath: 'x' } }, seen: job('Stopped'), after: 5, acts: ['SUCCESS'], done: true },
  { name: 'interfaces that are there are waited for', state: { ...deletion, interfacesUntil: T0 + 600_000 }, seen: { saw: 'interfaces', ids: ['eni-1'] }, after: 100, acts: [] },
  { name: 'interfaces that are gone end the deletion', state: { ...deletion, interfacesUntil: T0 + 600_000 }, seen: { saw: 'interfaces', ids: [] }, after: 100, acts: ['SUCCESS'], done: true },
  { name: 'interfaces that stay are left', state: { ...deletion, interfacesUntil: T0 + 600_000 }, seen: { saw: 'interfaces', ids: ['eni-1'] }, after: 600, acts: ['log', 'SUCCESS'], done: true },
  { name: 'interfaces that cannot be looked at for now are waited for', state: { ...deletion, interfacesUntil: T0 + 600_000 }, seen: nothing('RequestLimitExceeded'), after: 100, acts: [] },
  { name: 'a watch that is done does nothing more', state: { ...completion, answered: true, done: true }, seen: job('Failed'), after: 10, acts: [], done: true },
];

test.each(CASES)('$name', ({ state, seen, after, acts, says, done = false, stops }) => {
  const result = advance(state, seen, T0 + after * 1000);
  expect(result.actions.map((action) => (action.do === 'answer' ? action.outcome.status : action.do))).toEqual(acts);
  expect(result.state.done).toBe(done);
  if (!done) expect(result.state.stopping?.why).toBe(stops);
  const answer = result.actions.find((action) => action.do === 'answer');
  if (says) expect(answer?.do === 'answer' && answer.outcome.status === 'FAILED' && answer.outcome.reason).toContain(says);
});

test('looks come after 5 s, then half as long again each time, up to five minutes', () => {
  const waits: number[] = [];
  let state: WatchState = { ...completion, completionDeadline: undefined };
  for (let now = T0; waits.length < 14; now += state.waitSeconds * 1000) {
    waits.push(state.waitSeconds);
    state = advance(state, job('InProgress'), now).state;
  }
  expect(waits).toEqual([5, 8, 12, 17, 26, 38, 57, 86, 129, 193, 289, 300, 300, 300]);
});

test.each([
  ['completionTimeout', { ...completion, interval: 300 }, 2990],
  ['maxRuntime', { ...limited, interval: 300 }, 590],
])('no look comes later than %s', (_, state, after) => {
  expect(advance(state, job('InProgress'), T0 + after * 1000).state.waitSeconds).toBe(10);
});

test('whatever is seen, a watch answers once, waits within bounds and comes to its end', () => {
  const seen = fc.oneof(
    fc.constantFrom('InProgress', 'Stopping').map((status) => job(status)),
    fc.constantFrom('ThrottlingException', 'AccessDeniedException', 'TimeoutError').map(nothing),
    fc.constant<Observation>({ saw: 'no-job' }),
    fc.constantFrom('Completed', 'Failed', 'Stopped').map((status) => job(status)),
  );
  fc.assert(
    fc.property(fc.constantFrom(completion, limited, deletion), fc.array(seen, { minLength: 1, maxLength: 40 }), (begin, observations) => {
      let state = begin;
      let now = T0;
      let answers = 0;
      for (let step = 0; !state.done; step += 1) {
        expect(step).toBeLessThan(1_000);
        now += state.waitSeconds * 1000;
        const observation = state.interfacesUntil === undefined ? observations[step % observations.length] : ({ saw: 'interfaces', ids: ['eni-1'] } as const);
        const next = advance(state, observation, now);
        answers += next.actions.filter((action) => action.do === 'answer').length;
        state = JSON.parse(JSON.stringify(next.state)) as WatchState;
        expect(state.waitSeconds).toBeGreaterThanOrEqual(1);
        expect(state.waitSeconds).toBeLessThanOrEqual(LONGEST_INTERVAL);
      }
      expect(answers).toBe(1);
      expect(state.sealedUrl).toBeUndefined();
      expect(now - T0).toBeLessThan(3_600_000);
    }),
    { numRuns: 200 },
  );
});
