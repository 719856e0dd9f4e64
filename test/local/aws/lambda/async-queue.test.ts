import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { AsyncInvocation, AsyncOutcome, AsyncQueue } from '../../../../local/aws/lambda/async-queue';
import { AsyncSettings } from '../../../../local/aws/lambda/function-record';
import { settled, SteppingClock } from '../../functions/_stepping-clock';

const FAILED: AsyncOutcome = { payload: '{"errorType":"E"}', functionError: 'Unhandled' };
const GOOD: AsyncOutcome = { payload: '"ok"' };
const THROTTLED: AsyncOutcome = { ...FAILED, throttled: true };

class Stage {
  readonly clock = new SteppingClock();
  readonly runs: AsyncInvocation[] = [];
  readonly ends: string[] = [];
  readonly queue: AsyncQueue;

  constructor(outcomes: AsyncOutcome[], settings: AsyncSettings = {}, folder?: string, waitScale = 1) {
    this.queue = new AsyncQueue({
      folder, waitScale, clock: this.clock,
      settingsOf: () => settings,
      run: async (invocation) => {
        this.runs.push(invocation);
        return outcomes.length > 1 ? outcomes.shift()! : outcomes[0];
      },
      succeeded: () => this.ends.push('succeeded'),
      gaveUp: (_invocation, _outcome, condition) => this.ends.push(condition),
    });
  }
}

test.each<[string, AsyncOutcome[], AsyncSettings, number[], string]>([
  ['that succeeds runs once', [GOOD], {}, [], 'succeeded'],
  ['that fails is tried again after a minute and after two', [FAILED], {}, [60_000, 120_000], 'RetriesExhausted'],
  ['that succeeds at the second attempt is not tried again', [FAILED, GOOD], {}, [60_000], 'succeeded'],
  ['without retries runs once', [FAILED], { maximumRetryAttempts: 0 }, [], 'RetriesExhausted'],
  ['that would be too old is given up', [FAILED], { maximumEventAgeSeconds: 60 }, [60_000], 'EventAgeExceeded'],
  ['that is throttled uses up no attempt', [THROTTLED, THROTTLED, FAILED, GOOD], { maximumRetryAttempts: 1 }, [1000, 1000, 60_000], 'succeeded'],
])('an invocation %s', async (_, outcomes, settings, pauses, end) => {
  const stage = new Stage(outcomes, settings);
  stage.queue.add('f', '{"a":1}');
  await settled();
  expect({ pauses: stage.clock.slept, ends: stage.ends }).toEqual({ pauses, ends: [end] });
});

test('every attempt has the same request id and payload', async () => {
  const stage = new Stage([FAILED]);
  const requestId = stage.queue.add('f', '{"a":1}');
  await settled();
  expect(stage.runs.map(({ requestId: id, payload, attempts }) => [id, payload, attempts])).toEqual([0, 1, 2].map((attempts) => [requestId, '{"a":1}', attempts]));
});

test('the pauses can be made shorter', async () => {
  const stage = new Stage([FAILED], {}, undefined, 0.01);
  stage.queue.add('f', '{}');
  await settled();
  expect(stage.clock.slept).toEqual([600, 1200]);
});

test('what waits survives a restart, with the attempts it has used', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'queue-'));
  const first = new Stage([FAILED], {}, folder);
  first.clock.held = 60_000;
  const requestId = first.queue.add('f', '{}');
  await settled();
  first.queue.close();

  const second = new Stage([GOOD], {}, folder);
  second.queue.resume();
  await settled();
  expect(second.runs).toMatchObject([{ requestId, attempts: 1 }]);
  expect(second.clock.slept).toEqual([60_000]);
  second.queue.close();
  const third = new Stage([GOOD], {}, folder);
  third.queue.resume();
  await settled();
  expect(third.runs).toEqual([]);
  third.queue.close();
  fs.rmSync(folder, { recursive: true });
});
