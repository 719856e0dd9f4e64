import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { FakeCloud, getAtt, thing } from '../../deploy/fake-cloud';

let cloud: FakeCloud;
beforeEach(() => { cloud = new FakeCloud(); });

describe('exports', () => {
  const network = (value: unknown, name: string | undefined = 'Net') => ({ Resources: { Vpc: thing({ Name: value }), Other: thing() }, Outputs: name ? { Vpc: { Value: { Ref: 'Vpc' }, Export: { Name: name } } } : {} });
  const job = { Resources: { Job: thing({ From: { 'Fn::ImportValue': 'Net' } }) } };

  test('are read by other stacks, and listed', async () => {
    await cloud.deploy('Network', network('a'));
    expect(await cloud.deploy('Job', job)).toBe('CREATE_COMPLETE');
    expect(cloud.resource('Job', 'Job')?.properties).toEqual({ From: 'Vpc-1' });
    expect((await cloud.call('ListExports', {})).Exports).toEqual([{ ExportingStackId: cloud.service.require('Network').stackId, Name: 'Net', Value: 'Vpc-1' }]);
    expect((await cloud.call('ListImports', { ExportName: 'Net' })).Imports).toEqual(['Job']);
  });

  test('that are in use keep their stack from being deleted; it stays as it was and says why', async () => {
    await cloud.deploy('Network', network('a'));
    await cloud.deploy('Job', job);
    expect(await cloud.destroy('Network')).toBe('CREATE_COMPLETE');
    expect(cloud.reason('Network')).toBe('Export Net cannot be deleted as it is in use by Job');
    expect(cloud.things.log.filter((line) => line.startsWith('delete'))).toEqual([]);
    await cloud.destroy('Job');
    expect(await cloud.destroy('Network')).toBe('DELETE_COMPLETE');
  });

  test.each<[string, unknown, string | undefined, string]>([
    ['changed', 'b', 'Net', 'Export Net cannot be updated as it is in use by Job. '],
    ['removed', 'a', undefined, 'Export Net cannot be deleted as it is in use by Job. '],
  ])('that are in use cannot be %s: the update is rolled back', async (_name, value, exportName, reason) => {
    await cloud.deploy('Network', network('a'));
    await cloud.deploy('Job', job);
    expect(await cloud.deploy('Network', exportName ? network(value, exportName) : { ...network(value), Outputs: {} })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(cloud.service.store.eventsOf(cloud.service.require('Network').stackId).find(({ status }) => status === 'UPDATE_ROLLBACK_IN_PROGRESS')?.reason).toBe(reason);
    expect([...cloud.things.alive.keys()].sort()).toEqual(['Job-3', 'Other-2', 'Vpc-1']);
  });

  test('have one owner', async () => {
    await cloud.deploy('Network', network('a'));
    expect(await cloud.deploy('Second', network('b'))).toBe('ROLLBACK_COMPLETE');
    expect(await cloud.deploy('Third', network('b', 'Net3'))).toBe('CREATE_COMPLETE');
  });
});

describe('parameters', () => {
  const template = (definition: object, Value: unknown = { Ref: 'P' }) => ({ Parameters: { P: definition }, Resources: { A: thing() }, Outputs: { P: { Value } } });
  const given = (ParameterValue?: string) => ({ Parameters: [{ ParameterKey: 'P', ...(ParameterValue !== undefined ? { ParameterValue } : { UsePreviousValue: 'true' }) }] });

  test.each<[string, object, string | undefined, unknown, string]>([
    ['a value', { Type: 'String' }, 'x', undefined, 'x'],
    ['a default', { Type: 'Number', Default: 5 }, undefined, undefined, '5'],
    ['an item of a list', { Type: 'CommaDelimitedList' }, 'a, b', { 'Fn::Select': [1, { Ref: 'P' }] }, 'b'],
    ['the parameter store', { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' }, undefined, undefined, '33'],
    ['a list of the parameter store', { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/list' }, undefined, { 'Fn::Join': ['+', { Ref: 'P' }] }, 'x+y'],
  ])('come from %s', async (_name, definition, value, output, expected) => {
    cloud.parameters.set('/version', '33');
    cloud.parameters.set('/list', 'x,y');
    expect(await cloud.deploy('Demo', template(definition, output), value === undefined ? {} : given(value))).toBe('CREATE_COMPLETE');
    expect(cloud.outputs('Demo')).toEqual({ P: expected });
  });

  test.each<[object, string, string]>([
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
    [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'a1', "Parameter 'P' must match pattern [a-z]+"],
    [{ Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'letters only' }, 'a1', 'Parameter P failed to satisfy constraint: letters only'],
    [{ Type: 'String', MinLength: 2 }, 'a', "Parameter 'P' must contain at least 2 characters"],
    [{ Type: 'String', MaxLength: 2 }, 'abc', "Parameter 'P' must contain at most 2 characters"],
    [{ Type: 'Number' }, 'abc', "Parameter 'P' must be a number"],
    [{ Type: 'Number', MinValue: 2 }, '1', "Parameter 'P' must be a number not less than 2"],
    [{ Type: 'Number', MaxValue: 2 }, '3', "Parameter 'P' must be a number not greater than 2"],
    [{ Type: 'List<Number>' }, '1,x', "Parameter 'P' must be a number"],
    [{ Type: 'AWS::SSM::Parameter::Value<String>' }, '/nope', 'Unable to fetch parameters [/nope] from parameter store for this account.'],
  ])('%j does not take %s', async (definition, value, message) => {
    await expect(cloud.deploy('Demo', template(definition), given(value))).rejects.toMatchObject({ code: 'ValidationError', message });
  });

  test('that are missing or unknown are named all at once', async () => {
    await expect(cloud.deploy('Demo', { Parameters: { P: { Type: 'String' }, Q: { Type: 'String' } }, Resources: { A: thing() } })).rejects.toThrow('Parameters: [P, Q] must have values');
    await expect(cloud.deploy('Demo', { Resources: { A: thing() } }, given('x'))).rejects.toThrow('Parameters: [P] do not exist in the template');
  });

  test('keep their previous value on request', async () => {
    await cloud.deploy('Demo', template({ Type: 'String', Default: 'd' }), given('x'));
    await cloud.deploy('Demo', { ...template({ Type: 'String', Default: 'd' }), Resources: { A: thing({ Size: 2 }) } }, given());
    expect(cloud.outputs('Demo')).toEqual({ P: 'x' });
  });

  test('with NoEcho are shown nowhere', async () => {
    const secret = { Parameters: { P: { Type: 'String', NoEcho: true } }, Resources: { A: thing({ Name: { Ref: 'P' } }) } };
    await cloud.deploy('Demo', secret, given('open-sesame'));
    const { description } = await cloud.changeSet('Demo', { ...secret, Resources: { A: thing({ Name: { Ref: 'P' }, Size: 1 }) } }, given('open-sesame'));
    const events = await cloud.call('DescribeStackEvents', { StackName: 'Demo' });
    const stacks = await cloud.call('DescribeStacks', {});
    expect(JSON.stringify([description, events, stacks])).not.toContain('open-sesame');
    expect(stacks.Stacks[0].Parameters).toEqual([{ ParameterKey: 'P', ParameterValue: '****' }]);
  });

  test.each([['5', /bootstrap stack version 6 required/], ['6', 'CREATE_COMPLETE']])('the bootstrap rule of the CDK at version %s', async (version, expected) => {
    cloud.parameters.set('/cdk-bootstrap/hnb659fds/version', version);
    const status = await cloud.deploy('Demo', {
      Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' } },
      Rules: { CheckBootstrapVersion: { Assertions: [{ Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '2', '3', '4', '5'], { Ref: 'BootstrapVersion' }] }] }, AssertDescription: 'CDK bootstrap stack version 6 required.' }] } },
      Resources: { A: thing() },
    });
    expect(status).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });
});

describe('conditions', () => {
  const template = {
    Parameters: { Stage: { Type: 'String', Default: 'dev' } },
    Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Resources: { Always: thing({ From: { 'Fn::If': ['Prod', getAtt('Alarm'), 'nothing'] } }), Alarm: thing({}, { Condition: 'Prod' }) },
    Outputs: { Alarm: { Condition: 'Prod', Value: getAtt('Alarm') } },
  };
  const prod = { Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'prod' }] };

  test('switch resources, outputs and branches on and off', async () => {
    await cloud.deploy('Demo', template);
    expect(cloud.things.log).toEqual(['create Always']);
    expect(await cloud.deploy('Demo', template, prod)).toBe('UPDATE_COMPLETE');
    expect(cloud.things.log.slice(1)).toEqual(['create Alarm', 'update Always', '  undefined -> undefined']);
    expect(cloud.outputs('Demo')).toEqual({ Alarm: 'arn:test:Alarm-2' });
    await cloud.deploy('Demo', template);
    expect(cloud.things.log.slice(4)).toEqual(['update Always', '  undefined -> undefined', 'delete Alarm']);
  });
});

describe('reading', () => {
  test('events come newest first, in pages that do not shift', async () => {
    await cloud.deploy('Demo', { Resources: Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`A${at}`, thing()])) });
    const first = await cloud.call('DescribeStackEvents', { StackName: 'Demo' });
    await cloud.deploy('Demo', { Resources: { A0: thing({ Size: 1 }) } });
    const second = await cloud.call('DescribeStackEvents', { StackName: 'Demo', NextToken: first.NextToken });
    const pages = [...first.StackEvents, ...second.StackEvents];
    expect(pages).toHaveLength(40 * 3 + 3);
    expect(pages.map(({ Timestamp }) => Timestamp)).toEqual(pages.map(({ Timestamp }) => Timestamp).sort().reverse());
    expect(pages[0]).toMatchObject({ ResourceType: 'AWS::CloudFormation::Stack', ResourceStatus: 'CREATE_COMPLETE', PhysicalResourceId: cloud.service.require('Demo').stackId });
    expect(second.NextToken).toBeUndefined();
  });

  test('resources are described with their physical ids', async () => {
    await cloud.deploy('Demo', { Resources: { A: thing({}, { Metadata: { 'aws:cdk:path': 'Demo/A' } }) } });
    expect((await cloud.call('DescribeStackResources', { StackName: 'Demo' })).StackResources).toMatchObject([{ LogicalResourceId: 'A', PhysicalResourceId: 'A-1', ResourceType: 'Test::Thing', ResourceStatus: 'CREATE_COMPLETE' }]);
    expect((await cloud.call('DescribeStackResources', { PhysicalResourceId: 'A-1' })).StackResources).toMatchObject([{ LogicalResourceId: 'A' }]);
    expect((await cloud.call('ListStackResources', { StackName: 'Demo' })).StackResourceSummaries).toMatchObject([{ LogicalResourceId: 'A' }]);
    expect((await cloud.call('DescribeStackResource', { StackName: 'Demo', LogicalResourceId: 'A' })).StackResourceDetail).toMatchObject({ PhysicalResourceId: 'A-1', Metadata: '{"aws:cdk:path":"Demo/A"}' });
    await expect(cloud.call('DescribeStackResource', { StackName: 'Demo', LogicalResourceId: 'B' })).rejects.toThrow('Resource B does not exist for stack Demo');
  });

  test('templates are given back as they were handed over', async () => {
    const template = { Description: 'd', Resources: { A: thing() }, Parameters: { P: { Type: 'String', Default: 'x' } } };
    await cloud.deploy('Demo', template);
    expect(JSON.parse((await cloud.call('GetTemplate', { StackName: 'Demo', TemplateStage: 'Original' })).TemplateBody)).toEqual(template);
    expect(await cloud.call('GetTemplateSummary', { StackName: 'Demo' })).toMatchObject({ Description: 'd', ResourceTypes: ['Test::Thing'], Parameters: [{ ParameterKey: 'P', DefaultValue: 'x', NoEcho: false }] });
    expect(await cloud.call('GetTemplateSummary', { TemplateBody: JSON.stringify(template) })).toMatchObject({ ResourceTypes: ['Test::Thing'] });
  });

  test('an unknown stack is refused in the words that the CLI looks for', async () => {
    await expect(cloud.call('DescribeStacks', { StackName: 'Nope' })).rejects.toMatchObject({ code: 'ValidationError', message: 'Stack with id Nope does not exist' });
    await expect(cloud.call('DescribeStackEvents', { StackName: 'Nope' })).rejects.toMatchObject({ code: 'ValidationError', message: 'Stack [Nope] does not exist' });
  });
});

describe('without change sets', () => {
  const body = (Size: number) => JSON.stringify({ Resources: { A: thing({ Size }) } });

  test('CreateStack and UpdateStack do the same work', async () => {
    await cloud.call('CreateStack', { StackName: 'Demo', TemplateBody: body(1), EnableTerminationProtection: 'true' });
    await cloud.service.idle();
    expect(cloud.service.require('Demo')).toMatchObject({ status: 'CREATE_COMPLETE', terminationProtection: true });
    await cloud.call('UpdateStack', { StackName: 'Demo', TemplateBody: body(2) });
    await cloud.service.idle();
    expect(cloud.status('Demo')).toBe('UPDATE_COMPLETE');
    await expect(cloud.call('UpdateStack', { StackName: 'Demo', TemplateBody: body(2) })).rejects.toMatchObject({ code: 'ValidationError', message: 'No updates are to be performed.' });
    await expect(cloud.call('CreateStack', { StackName: 'Demo', TemplateBody: body(1) })).rejects.toMatchObject({ code: 'AlreadyExistsException' });
  });

  test('what is not emulated is refused before there is a stack', async () => {
    await expect(cloud.call('CreateStack', { StackName: 'Demo', TemplateBody: JSON.stringify({ Resources: { Q: { Type: 'AWS::SQS::Queue' } } }) })).rejects.toThrow('the resource type AWS::SQS::Queue');
    expect(cloud.service.store.find('Demo')).toBeUndefined();
  });

  test('an operation under way keeps others out', async () => {
    await cloud.call('CreateStack', { StackName: 'Demo', TemplateBody: JSON.stringify({ Resources: { A: thing({ Wait: true }) } }) });
    await expect(cloud.call('UpdateStack', { StackName: 'Demo', TemplateBody: body(2) })).rejects.toThrow('is in CREATE_IN_PROGRESS state and can not be updated.');
    await expect(cloud.call('DeleteStack', { StackName: 'Demo' })).rejects.toThrow('cannot be deleted while in status CREATE_IN_PROGRESS');
    cloud.things.release();
    await cloud.service.idle();
    expect(cloud.status('Demo')).toBe('CREATE_COMPLETE');
  });
});

describe('a restart', () => {
  let folder: string;
  beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stacks-')); });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  test('loses nothing', async () => {
    cloud = new FakeCloud({ folder });
    await cloud.deploy('Demo', { Resources: { A: thing({ Size: 1 }) }, Outputs: { A: { Value: { Ref: 'A' } } } });
    cloud.service.close();
    cloud = new FakeCloud({ folder });
    expect(cloud.outputs('Demo')).toEqual({ A: 'A-1' });
    expect(await cloud.deploy('Demo', { Resources: { A: thing({ Size: 2 }) }, Outputs: { A: { Value: { Ref: 'A' } } } })).toBe('UPDATE_COMPLETE');
    expect(cloud.things.log).toEqual(['update A', '  1 -> 2']);
  });

  test('ends a creation that was under way, names what it was doing, and the stack can be deleted', async () => {
    cloud = new FakeCloud({ folder });
    const { Id } = await cloud.changeSet('Demo', { Resources: { A: thing(), B: thing({ Wait: true }, { DependsOn: 'A' }) } });
    await cloud.call('ExecuteChangeSet', { ChangeSetName: Id });
    while (!cloud.things.log.includes('create B')) await new Promise((next) => { setImmediate(next); });
    cloud = new FakeCloud({ folder });
    expect(cloud.status('Demo')).toBe('CREATE_FAILED');
    expect(cloud.reason('Demo')).toBe('The local cloud was stopped during CREATE_IN_PROGRESS.');
    expect(cloud.resource('Demo', 'B')).toMatchObject({ status: 'CREATE_FAILED', statusReason: expect.stringContaining('Whether the resource exists is not known.') });
    expect(await cloud.destroy('Demo')).toBe('DELETE_COMPLETE');
    expect(cloud.things.log).toEqual(['delete A']);
  });

  test('an update that was under way can be rolled back afterwards', async () => {
    cloud = new FakeCloud({ folder });
    await cloud.deploy('Demo', { Resources: { A: thing({ Size: 1 }) } });
    const { Id } = await cloud.changeSet('Demo', { Resources: { A: thing({ Size: 2 }), B: thing({ Wait: true }, { DependsOn: 'A' }) } });
    await cloud.call('ExecuteChangeSet', { ChangeSetName: Id });
    while (!cloud.things.log.includes('create B')) await new Promise((next) => { setImmediate(next); });
    cloud = new FakeCloud({ folder });
    expect(cloud.status('Demo')).toBe('UPDATE_FAILED');
    await cloud.call('RollbackStack', { StackName: 'Demo' });
    await cloud.service.idle();
    expect(cloud.status('Demo')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(cloud.things.log).toEqual(['update A', '  2 -> 1']);
  });
});

test('a defect of ours ends the operation with its own words', async () => {
  cloud = new FakeCloud({ replacementOf: () => { throw new Error('defect of the test'); } });
  await cloud.deploy('Demo', { Resources: { A: thing({ Size: 1 }) } });
  await expect(cloud.deploy('Demo', { Resources: { A: thing({ Size: 2 }) } })).rejects.toThrow('defect of the test');
});

test('what happens is reported for the timeline', async () => {
  await cloud.deploy('Demo', { Resources: { A: thing() } });
  expect(cloud.events).toContainEqual({ source: 'cloudformation', type: 'resource-status', detail: expect.objectContaining({ stackName: 'Demo', logicalId: 'A', resourceType: 'Test::Thing', status: 'CREATE_COMPLETE' }) });
  expect(cloud.events).toContainEqual({ source: 'cloudformation', type: 'stack-status', detail: expect.objectContaining({ stackName: 'Demo', status: 'CREATE_COMPLETE' }) });
});
