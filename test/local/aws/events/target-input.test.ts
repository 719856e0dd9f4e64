import { targetInput, TargetInput } from '../../../../local/aws/events/target-input';

const EVENT = { 'detail-type': 'Change', 'time': '2026-01-31T12:00:00Z', 'detail': { name: 'a "job"', n: 3, o: { x: 1 } } };
const transformed = (InputTemplate: string): TargetInput => ({ InputTransformer: { InputPathsMap: { name: '$.detail.name', n: '$.detail.n', o: '$.detail.o', none: '$.detail.none' }, InputTemplate } });

test.each<[string, TargetInput, unknown]>([
  ['the whole event', {}, EVENT],
  ['a constant', { Input: '{"a":1}' }, { a: 1 }],
  ['a part', { InputPath: '$.detail.o' }, { x: 1 }],
  ['a part by a quoted name', { InputPath: "$['detail-type']" }, 'Change'],
  ['an object with variables', transformed('{"name": <name>, "n": <n>, "o": <o>}'), { name: 'a "job"', n: 3, o: { x: 1 } }],
  ['variables inside of a text', transformed('{"text": "job <name> has <n>"}'), { text: 'job a "job" has 3' }],
  ['a text', transformed('"job <name>"'), 'job a "job"'],
  ['a variable that is nothing', transformed('{"a": <none>}'), { a: null }],
  ['the event as a variable', transformed('{"event": <aws.events.event.json>}'), { event: EVENT }],
  ['what only looks like a variable', transformed('{"html": "<b>"}'), { html: '<b>' }],
])('a target gets %s', (_, target, expected) => {
  expect(JSON.parse(targetInput(target, EVENT))).toEqual(expected);
});
