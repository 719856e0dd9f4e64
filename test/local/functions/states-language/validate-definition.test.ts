import { StateMachineDefinition } from '../../../../local/functions/states-language/definition';
import { validateDefinition } from '../../../../local/functions/states-language/validate-definition';

const problems = (definition: object): string[] => (
  validateDefinition(definition as StateMachineDefinition, (resource) => (resource === 'known' ? undefined : `no task ${resource}`)).map(({ path, message }) => `${path}: ${message}`)
);
const one = (state: object): object => ({ StartAt: 'S', States: { S: { End: true, ...state } } });

test.each([
  ['a Pass state', one({ Type: 'Pass' })],
  ['a Task with everything', one({
    Type: 'Task', Resource: 'known', TimeoutSeconds: 5, InputPath: '$.a', Parameters: { 'a.$': "States.Format('{}', $.b)" }, ResultSelector: { 'a.$': '$.Payload' }, ResultPath: '$.r', OutputPath: '$',
    Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 0, BackoffRate: 1, MaxDelaySeconds: 60, JitterStrategy: 'FULL' }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S', ResultPath: null }],
  })],
  ['a Choice', { StartAt: 'C', States: { C: { Type: 'Choice', Choices: [{ And: [{ Variable: '$.a', IsPresent: true }], Next: 'D' }], Default: 'D' }, D: { Type: 'Succeed' } } }],
  ['an inline Map', one({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...one({ Type: 'Pass' }) } })],
  ['QueryLanguage JSONPath', { QueryLanguage: 'JSONPath', ...one({ Type: 'Pass' }) }],
])('%s is accepted', (_, definition) => {
  expect(problems(definition)).toEqual([]);
});

test.each([
  ['JSONata for the machine', { QueryLanguage: 'JSONata', ...one({ Type: 'Pass' }) }, '/QueryLanguage: the local cloud does not emulate the query language JSONata'],
  ['JSONata for a state', one({ Type: 'Pass', QueryLanguage: 'JSONata' }), '/States/S/QueryLanguage: the local cloud does not emulate the query language JSONata'],
  ['Arguments', one({ Type: 'Task', Resource: 'known', Arguments: {} }), '/States/S/Arguments: the local cloud does not emulate Arguments'],
  ['Assign', one({ Type: 'Pass', Assign: {} }), '/States/S/Assign: the local cloud does not emulate Assign'],
  ['HeartbeatSeconds', one({ Type: 'Task', Resource: 'known', HeartbeatSeconds: 5 }), '/States/S/HeartbeatSeconds: the local cloud does not emulate HeartbeatSeconds'],
  ['a distributed Map', one({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...one({ Type: 'Pass' }) } }), '/States/S/ItemProcessor/ProcessorConfig/Mode: the local cloud does not emulate Map states of mode DISTRIBUTED'],
  ['ToleratedFailureCount', one({ Type: 'Map', ItemProcessor: one({ Type: 'Pass' }), ToleratedFailureCount: 1 }), '/States/S/ToleratedFailureCount: the local cloud does not emulate'],
  ['a task that nobody does', one({ Type: 'Task', Resource: 'strange' }), '/States/S/Resource: no task strange'],
  ['a task in a branch that nobody does', one({ Type: 'Parallel', Branches: [one({ Type: 'Task', Resource: 'strange' })] }), '/States/S/Branches[0]/States/S/Resource: no task strange'],
  ['a start that is not there', { StartAt: 'X', States: { S: { Type: 'Succeed' } } }, "/StartAt: MISSING_TRANSITION_TARGET: Missing 'Next' target: X"],
  ['a next that is not there', { StartAt: 'S', States: { S: { Type: 'Pass', Next: 'X' } } }, "/States/S/Next: MISSING_TRANSITION_TARGET: Missing 'Next' target: X"],
  ['Next and End', one({ Type: 'Pass', Next: 'S' }), '/States/S: exactly one of Next and End: true is required'],
  ['neither Next nor End', { StartAt: 'S', States: { S: { Type: 'Pass' } } }, '/States/S: exactly one of Next and End: true is required'],
  ['an unknown type', one({ Type: 'Loop' }), '/States/S/Type: Value is not one of Pass'],
  ['a field of another type', one({ Type: 'Pass', Seconds: 1 }), "/States/S/Seconds: Field 'Seconds' is not supported"],
  ['a Wait with two times', one({ Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z' }), '/States/S: exactly one of Seconds'],
  ['an unknown comparison', { StartAt: 'C', States: { C: { Type: 'Choice', Choices: [{ Variable: '$', Equals: 1, Next: 'C' }] } } }, '/States/C/Choices[0]/Equals: unknown comparison operator Equals'],
  ['a path that is none', one({ Type: 'Pass', Parameters: { 'a.$': 'b' } }), "/States/S/Parameters: The value for the field 'a.$' is not valid"],
  ['a filter in a path', one({ Type: 'Pass', InputPath: '$.a[?(@.b)]' }), 'the local cloud does not emulate filter expressions in paths'],
  ['a ResultPath with a wildcard', one({ Type: 'Pass', ResultPath: '$.a[*]' }), '/States/S/ResultPath: "$.a[*]" must be a reference path'],
  ['a BackoffRate below 1', one({ Type: 'Task', Resource: 'known', Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] }), '/States/S/Retry[0]/BackoffRate: must be at least 1.0'],
  ['a Catch without a target', one({ Type: 'Task', Resource: 'known', Catch: [{ ErrorEquals: ['A'], Next: 'X' }] }), "/States/S/Catch[0]/Next: MISSING_TRANSITION_TARGET: Missing 'Next' target: X"],
])('%s is refused', (_, definition, expected) => {
  expect(problems(definition)).toEqual([expect.stringContaining(expected)]);
});

test('all mistakes are named at once', () => {
  expect(problems({ StartAt: 'X', States: { S: { Type: 'Task', Resource: 'strange', Assign: {}, End: true } } })).toHaveLength(3);
});
