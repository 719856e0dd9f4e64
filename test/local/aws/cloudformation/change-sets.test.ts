import { FakeCloud, getAtt, thing } from '../../deploy/fake-cloud';

let cloud: FakeCloud;
beforeEach(() => { cloud = new FakeCloud(); });
const NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set.";

describe('CreateChangeSet', () => {
  test('of a new stack reserves its name, and the stack has no template yet', async () => {
    const { description } = await cloud.changeSet('Demo', { Resources: { A: thing({ Size: 1 }) } });
    expect(cloud.status('Demo')).toBe('REVIEW_IN_PROGRESS');
    expect(description).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', Changes: [{ Type: 'Resource', ResourceChange: { Action: 'Add', LogicalResourceId: 'A', ResourceType: 'Test::Thing', AfterContext: '{"Properties":{"Size":1}}' } }] });
    expect((await cloud.call('GetTemplate', { StackName: 'Demo' })).TemplateBody).toBeUndefined();
    expect(cloud.things.log).toEqual([]);
  });

  test('without a change fails in the words that the CLI looks for, and nothing can be executed', async () => {
    const template = { Resources: { A: thing() }, Outputs: { Arn: { Value: getAtt('A') } } };
    await cloud.deploy('Demo', template);
    const { description, Id } = await cloud.changeSet('Demo', template);
    expect(description).toMatchObject({ Status: 'FAILED', StatusReason: NO_CHANGES, ExecutionStatus: 'UNAVAILABLE' });
    await expect(cloud.call('ExecuteChangeSet', { ChangeSetName: Id })).rejects.toMatchObject({ code: 'InvalidChangeSetStatus' });
  });

  test.each<[string, (template: any) => void, object[]]>([
    ['an output', (template) => { template.Outputs.Arn.Description = 'new'; }, []],
    ['metadata', (template) => { template.Resources.A.Metadata = { note: 1 }; }, [{ Action: 'Modify', Scope: ['Metadata'], Replacement: 'False' }]],
    ['a policy', (template) => { template.Resources.A.DeletionPolicy = 'Retain'; }, [{ Action: 'Modify', Scope: ['DeletionPolicy'], Replacement: 'False' }]],
    ['a property', (template) => { template.Resources.A.Properties = { Size: 2 }; }, [{ Action: 'Modify', Scope: ['Properties'], Replacement: 'False' }]],
  ])('sees a change of %s', async (_name, change, changes) => {
    const template = { Resources: { A: thing({ Size: 1 }) }, Outputs: { Arn: { Value: getAtt('A') } } };
    await cloud.deploy('Demo', template);
    change(template);
    const { description } = await cloud.changeSet('Demo', template);
    expect(description.Status).toBe('CREATE_COMPLETE');
    expect(description.Changes.map(({ ResourceChange }: any) => ResourceChange)).toMatchObject(changes);
    expect(await cloud.deploy('Demo', template)).toBe('UPDATE_COMPLETE');
    expect(await cloud.deploy('Demo', template)).toBe(NO_CHANGES);
  });

  test.each<[string, (template: any) => void]>([
    ['the order of keys', (template) => { template.Resources.A.Properties = { Name: 'n', Size: 1 }; }],
    ['a number for a text', (template) => { template.Resources.A.Properties.Size = '1'; }],
    ['a DependsOn', (template) => { template.Resources.A.DependsOn = ['B']; }],
    ['the description of the template', (template) => { template.Description = 'new'; }],
  ])('takes %s for no change', async (_name, change) => {
    const template = { Resources: { A: thing({ Size: 1, Name: 'n' }), B: thing() } };
    await cloud.deploy('Demo', template);
    change(template);
    expect(await cloud.deploy('Demo', template)).toBe(NO_CHANGES);
  });

  test('tells a replacement and what follows from it', async () => {
    const template = (Name: string) => ({ Resources: { A: thing({ Name }), B: thing({ From: getAtt('A') }), C: thing({ Name: { Ref: 'A' } }) } });
    await cloud.deploy('Demo', template('one'));
    const { description } = await cloud.changeSet('Demo', template('two'));
    const change = (at: number) => description.Changes[at].ResourceChange;
    expect(change(0)).toMatchObject({
      LogicalResourceId: 'A', Action: 'Modify', Replacement: 'True', PolicyAction: 'ReplaceAndDelete', PhysicalResourceId: 'A-1', BeforeContext: '{"Properties":{"Name":"one"}}',
      Details: [{ Evaluation: 'Static', ChangeSource: 'DirectModification', Target: { Attribute: 'Properties', Name: 'Name', RequiresRecreation: 'Always', BeforeValue: 'one', AfterValue: 'two' } }],
    });
    expect(change(1)).toMatchObject({
      LogicalResourceId: 'B', Replacement: 'False', AfterContext: '{"Properties":{"From":"{{changeSet:KNOWN_AFTER_APPLY}}"}}',
      Details: [{ Evaluation: 'Dynamic', ChangeSource: 'ResourceAttribute', CausingEntity: 'A.Arn', Target: { Name: 'From', RequiresRecreation: 'Never' } }],
    });
    expect(change(2)).toMatchObject({ LogicalResourceId: 'C', Replacement: 'Conditional', Details: [{ Evaluation: 'Dynamic', ChangeSource: 'ResourceReference', CausingEntity: 'A' }] });
  });

  test('without IncludePropertyValues shows no values', async () => {
    const { Id } = await cloud.changeSet('Demo', { Resources: { A: thing({ Size: 1 }) } });
    const { Changes } = await cloud.call('DescribeChangeSet', { ChangeSetName: Id });
    expect(Changes[0].ResourceChange.AfterContext).toBeUndefined();
  });

  test('names everything that is not emulated at once, with its place, and touches nothing', async () => {
    const { description } = await cloud.changeSet('Demo', {
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { Anything: 1 } },
        A: thing({ Nope: 1, Size: 1 }, { DeletionPolicy: 'Snapshot', UpdatePolicy: {} }),
      },
    });
    expect(description.Status).toBe('FAILED');
    const { OperationEvents } = await cloud.call('DescribeEvents', { StackName: 'Demo', ChangeSetName: 'changes', Filters: { FailedEvents: 'true' } });
    expect(OperationEvents.map(({ ValidationPath, ValidationStatusReason, LogicalResourceId }: any) => [LogicalResourceId, ValidationPath, ValidationStatusReason])).toEqual([
      ['Queue', '/Resources/Queue/Type', 'the local cloud does not emulate the resource type AWS::SQS::Queue'],
      ['A', '/Resources/A/UpdatePolicy', 'the local cloud does not emulate UpdatePolicy'],
      ['A', '/Resources/A/DeletionPolicy', 'the local cloud does not emulate DeletionPolicy Snapshot'],
      ['A', '/Resources/A/Properties/Nope', 'the local cloud does not emulate the property Nope of Test::Thing'],
    ]);
    for (const { ValidationStatusReason } of OperationEvents) expect(description.StatusReason).toContain(ValidationStatusReason);
    expect(cloud.things.log).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['an unknown intrinsic', { Resources: { A: thing({ Size: { 'Fn::Magic': 1 } }) } }, '/Resources/A/Properties/Size/Fn::Magic: the local cloud does not emulate the intrinsic function Fn::Magic'],
    ['a rule function outside of rules', { Resources: { A: thing({ Size: { 'Fn::Contains': [[], 1] } }) } }, 'the intrinsic function Fn::Contains'],
    ['an unknown rule function', { Rules: { R: { Assertions: [{ Assert: { 'Fn::ValueOf': ['a', 'b'] } }] } }, Resources: { A: thing() } }, 'the intrinsic function Fn::ValueOf'],
    ['a transform', { Transform: 'AWS::Serverless-2016-10-31', Resources: { A: thing() } }, 'the transform AWS::Serverless-2016-10-31'],
    ['a language extension without its transform', { Resources: { A: thing({ Name: { 'Fn::ToJsonString': {} } }) } }, 'Fn::ToJsonString needs "Transform": "AWS::LanguageExtensions"'],
    ['a dynamic reference', { Resources: { A: thing({ Name: '{{resolve:secretsmanager:x}}' }) } }, 'does not emulate dynamic references ({{resolve:secretsmanager:x}})'],
    ['a missing import', { Resources: { A: thing({ Name: { 'Fn::ImportValue': 'Net' } }) } }, 'No export named Net found.'],
    ['a circle', { Resources: { A: thing({ From: { Ref: 'B' } }), B: thing({}, { DependsOn: 'C' }), C: thing({ From: getAtt('A') }) } }, 'Circular dependency between resources: [A, B, C] (A -> B -> C -> A)'],
    ['a name that leads nowhere', { Resources: { A: thing({ From: { Ref: 'B' } }) } }, 'Unresolved resource dependencies [B] in the Resources block of the template'],
    ['an output of nothing', { Resources: { A: thing() }, Outputs: { X: { Value: getAtt('B') } } }, 'Unresolved resource dependencies [B] in the Outputs block of the template'],
    ['a reference to what its condition switched off', { Conditions: { No: { 'Fn::Equals': [1, 2] } }, Resources: { A: thing({ From: { Ref: 'B' } }), B: thing({}, { Condition: 'No' }) } }, 'Unresolved resource dependencies [B]'],
  ])('fails for %s', async (_name, template, reason) => {
    const { description } = await cloud.changeSet('Demo', template);
    expect(description).toMatchObject({ Status: 'FAILED', StatusReason: expect.stringContaining(reason) });
  });

  test.each<[string, object, string]>([
    ['no resources', { Resources: {} }, 'At least one Resources member must be defined.'],
    ['an unknown section', { Resources: { A: thing() }, Hooks: {} }, 'Invalid template property or properties [Hooks]'],
    ['a resource without type', { Resources: { A: {} } }, '[/Resources/A] Every Resources object must contain a Type member.'],
    ['null', { Resources: { A: thing({ Size: null }) } }, "[/Resources/A/Properties/Size] 'null' values are not allowed in templates"],
    ['a name with a dash', { Resources: { 'A-B': thing() } }, 'Resource name A-B is non alphanumeric.'],
    ['an unknown attribute of a resource', { Resources: { A: thing({}, { Propertys: {} }) } }, "Invalid template resource property 'Propertys'"],
  ])('refuses a template with %s at once, and reserves nothing', async (_name, template, message) => {
    await expect(cloud.changeSet('Demo', template)).rejects.toMatchObject({ code: 'ValidationError', message: expect.stringContaining(message) });
    expect(cloud.service.store.find('Demo')).toBeUndefined();
  });

  test.each([['Resources:\n  A: 1', 'does not emulate templates in YAML'], ['{"Resources": ', 'JSON not well-formed']])('refuses %j', async (TemplateBody, message) => {
    await expect(cloud.call('CreateChangeSet', { StackName: 'Demo', ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody })).rejects.toThrow(message);
  });

  test.each([
    ['AWS::IAM::Role', {}, ['CAPABILITY_IAM']],
    ['AWS::IAM::Role', { RoleName: 'x' }, ['CAPABILITY_NAMED_IAM']],
  ])('wants the acknowledgement of %s %j', async (Type, Properties, Capabilities) => {
    const role = { type: Type, properties: ['RoleName'], create: () => ({ physicalId: 'r', attributes: {} }), delete: () => undefined };
    cloud = new FakeCloud({ handlers: [role] });
    const template = { Resources: { Role: { Type, Properties } } };
    await expect(cloud.changeSet('Demo', template)).rejects.toMatchObject({ code: 'InsufficientCapabilitiesException', message: `Requires capabilities : [${Capabilities}]` });
    expect((await cloud.changeSet('Demo', template, { Capabilities })).description.Status).toBe('CREATE_COMPLETE');
  });

  test('refuses another type for a resource', async () => {
    await cloud.deploy('Demo', { Resources: { A: thing() } });
    expect(await cloud.deploy('Demo', { Resources: { A: { Type: 'Test::Fixed' } } })).toContain('The new template modifies resource type of the following resources: [A]');
  });

  test('refuses a name that is taken, an unknown stack and a stack that exists', async () => {
    const TemplateBody = JSON.stringify({ Resources: { A: thing() } });
    await cloud.changeSet('Demo', { Resources: { A: thing() } });
    await expect(cloud.call('CreateChangeSet', { StackName: 'Demo', ChangeSetName: 'changes', ChangeSetType: 'CREATE', TemplateBody })).rejects.toMatchObject({ code: 'AlreadyExistsException' });
    await expect(cloud.call('CreateChangeSet', { StackName: 'Other', ChangeSetName: 'c', ChangeSetType: 'UPDATE', TemplateBody })).rejects.toThrow('Stack [Other] does not exist');
    await cloud.deploy('Demo', { Resources: { A: thing() } });
    await expect(cloud.call('CreateChangeSet', { StackName: 'Demo', ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody })).rejects.toThrow('Stack [Demo] already exists and cannot be created again');
  });

  test('reads the template behind TemplateURL as the caller, and the previous one on request', async () => {
    const template = { Resources: { A: thing({ Size: { Ref: 'Size' } }) }, Parameters: { Size: { Type: 'Number', Default: 1 } } };
    cloud = new FakeCloud({ readTemplate: async (url, caller) => (url === 'http://127.0.0.1:1/bucket/key' && caller ? JSON.stringify(template) : '') });
    await cloud.call('CreateChangeSet', { StackName: 'Demo', ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateURL: 'http://127.0.0.1:1/bucket/key' });
    await cloud.call('ExecuteChangeSet', { StackName: 'Demo', ChangeSetName: 'c' });
    await cloud.service.idle();
    await cloud.call('CreateChangeSet', { StackName: 'Demo', ChangeSetName: 'd', UsePreviousTemplate: 'true', Parameters: [{ ParameterKey: 'Size', ParameterValue: '5' }] });
    await cloud.call('ExecuteChangeSet', { StackName: 'Demo', ChangeSetName: 'd' });
    await cloud.service.idle();
    expect(cloud.resource('Demo', 'A')?.properties).toEqual({ Size: '5' });
  });

  test.each([
    [{ ResourcesToImport: [{ LogicalResourceId: 'A' }] }, 'ResourcesToImport'],
    [{ DeploymentConfig: { Mode: 'EXPRESS' } }, 'deployment mode EXPRESS'],
    [{ DeploymentMode: 'REVERT_DRIFT' }, 'deployment mode REVERT_DRIFT'],
    [{ ImportExistingResources: 'true' }, 'ImportExistingResources'],
    [{ ChangeSetType: 'IMPORT' }, 'change sets of type IMPORT'],
  ])('refuses %j by name', async (input, name) => {
    await expect(cloud.changeSet('Demo', { Resources: { A: thing() } }, input)).rejects.toMatchObject({ code: 'NotImplemented', message: expect.stringContaining(name) });
  });

  test('asks for the permission, and for passing the role', async () => {
    await cloud.changeSet('Demo', { Resources: { A: thing() } }, { RoleARN: 'arn:aws:iam::111122223333:role/exec' });
    expect(cloud.asked.map(({ action, resource, context }) => [action, resource, context])).toEqual(expect.arrayContaining([
      ['cloudformation:CreateChangeSet', 'arn:aws:cloudformation:us-east-1:111122223333:stack/Demo/*', { 'cloudformation:RoleArn': 'arn:aws:iam::111122223333:role/exec' }],
      ['iam:PassRole', 'arn:aws:iam::111122223333:role/exec', { 'iam:PassedToService': 'cloudformation.amazonaws.com' }],
    ]));
  });
});

test('a change set that was deleted is not found, and deleting it again succeeds', async () => {
  const { Id } = await cloud.changeSet('Demo', { Resources: { A: thing() } });
  await cloud.call('DeleteChangeSet', { StackName: 'Demo', ChangeSetName: 'changes' });
  await cloud.call('DeleteChangeSet', { StackName: 'Demo', ChangeSetName: 'changes' });
  for (const input of [{ ChangeSetName: Id }, { StackName: 'Demo', ChangeSetName: 'changes' }]) {
    await expect(cloud.call('DescribeChangeSet', input)).rejects.toMatchObject({ code: 'ChangeSetNotFound' });
  }
});

test('executing one change set does away with the others of the stack', async () => {
  await cloud.deploy('Demo', { Resources: { A: thing() } });
  const TemplateBody = JSON.stringify({ Resources: { A: thing({ Size: 2 }) } });
  await cloud.call('CreateChangeSet', { StackName: 'Demo', ChangeSetName: 'other', TemplateBody });
  await cloud.deploy('Demo', { Resources: { A: thing({ Size: 3 }) } });
  expect((await cloud.call('ListChangeSets', { StackName: 'Demo' })).Summaries).toMatchObject([{ ChangeSetName: 'changes', ExecutionStatus: 'EXECUTE_COMPLETE' }]);
});
