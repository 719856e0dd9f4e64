import { statesResources } from '../../../local/resources/states';
import { ROLE, StatesWorld, task } from '../aws/states/_states-world';
import { CONTEXT, handlerOf } from '../functions/_resource-context';

const world = new StatesWorld();
const machine = handlerOf(statesResources(world.states), 'AWS::StepFunctions::StateMachine');
const ARN = 'arn:aws:states:eu-central-1:111122223333:stateMachine:Demo-Thing-ABC';

test('a state machine is made with its substitutions, changed in place and deleted', async () => {
  const properties = { RoleArn: ROLE, DefinitionString: JSON.stringify(task('${Function}')), DefinitionSubstitutions: { Function: 'arn:aws:lambda:eu-central-1:111122223333:function:poll' }, Tags: [{ Key: 'a', Value: 'b' }] };
  const made = await machine.create(properties, CONTEXT);
  expect(made).toMatchObject({ physicalId: ARN, attributes: { Arn: ARN, Name: 'Demo-Thing-ABC' } });
  expect(JSON.parse(world.states.machine(ARN).definition)).toEqual(task('arn:aws:lambda:eu-central-1:111122223333:function:poll'));
  expect(world.states.machine(ARN).settings.tags).toEqual({ team: 'vision', a: 'b' });
  await machine.update!(ARN, { RoleArn: ROLE, Definition: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } } }, properties, CONTEXT);
  expect(JSON.parse(world.states.machine(ARN).definition).StartAt).toBe('P');
  await machine.delete(ARN, properties, CONTEXT);
  expect(() => world.states.machine(ARN)).toThrow('State Machine Does Not Exist');
});

const PASS = JSON.stringify({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } });
test.each<[string, object, string]>([
  ['an express machine', { DefinitionString: PASS, StateMachineType: 'EXPRESS' }, 'StateMachineType EXPRESS'],
  ['a definition in a bucket', { DefinitionS3Location: { Bucket: 'b', Key: 'k' } }, 'DefinitionS3Location'],
  ['no definition', {}, 'DefinitionString or Definition is required'],
  ['a definition that is not JSON', { DefinitionString: '{' }, 'INVALID_JSON_DESCRIPTION'],
  ['logs without a destination', { DefinitionString: PASS, LoggingConfiguration: { Level: 'ALL' } }, 'Must specify exactly one Log Destination'],
])('%s is refused', async (_, properties, message) => {
  await expect(async () => machine.create({ RoleArn: ROLE, ...properties }, CONTEXT)).rejects.toThrow(message);
});

test('the logging destination is the group of the ARN', async () => {
  const logGroupArn = 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/vendedlogs/states/x:*';
  await machine.create({ RoleArn: ROLE, StateMachineName: 'logged', DefinitionString: PASS, LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: logGroupArn } }] } }, CONTEXT);
  expect(world.states.machine(ARN.replace('Demo-Thing-ABC', 'logged')).settings.logging).toEqual({ level: 'ALL', includeExecutionData: false, logGroup: '/aws/vendedlogs/states/x', logGroupArn });
});
