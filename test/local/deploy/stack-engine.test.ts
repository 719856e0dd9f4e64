import { FakeCloud, getAtt, thing } from './fake-cloud';

let cloud: FakeCloud;
beforeEach(() => { cloud = new FakeCloud(); });

describe('creating a stack', () => {
  test('makes what is needed before what needs it, and tells every step', async () => {
    const status = await cloud.deploy('Demo', { Resources: { Job: thing({ From: getAtt('Model') }), Model: thing({ From: { Ref: 'Bucket' } }), Bucket: thing() } });
    expect(status).toBe('CREATE_COMPLETE');
    expect(cloud.things.log).toEqual(['create Bucket', 'create Model', 'create Job']);
    expect(cloud.history('Demo')).toEqual([
      'Demo REVIEW_IN_PROGRESS', 'Demo CREATE_IN_PROGRESS',
      'Bucket CREATE_IN_PROGRESS', 'Bucket CREATE_IN_PROGRESS', 'Bucket CREATE_COMPLETE',
      'Model CREATE_IN_PROGRESS', 'Model CREATE_IN_PROGRESS', 'Model CREATE_COMPLETE',
      'Job CREATE_IN_PROGRESS', 'Job CREATE_IN_PROGRESS', 'Job CREATE_COMPLETE',
      'Demo CREATE_COMPLETE',
    ]);
    expect(cloud.resource('Demo', 'Job')?.properties).toEqual({ From: 'arn:test:Model-2' });
  });

  test('events of a stack have strictly increasing times though the clock stands still', async () => {
    await cloud.deploy('Demo', { Resources: { A: thing(), B: thing() } });
    const times = cloud.service.store.eventsOf(cloud.service.require('Demo').stackId).map(({ timestamp }) => timestamp);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  test('works on independent resources at the same time, but never on more than the limit', async () => {
    let running = 0;
    let most = 0;
    const type = 'Test::Thing';
    const handler = {
      type, properties: [], delete: () => undefined,
      create: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((done) => { setImmediate(done); });
        running -= 1;
        return { physicalId: String(Math.random()), attributes: {} };
      },
    };
    cloud = new FakeCloud({ handlers: [handler], parallel: 3 });
    await cloud.deploy('Demo', { Resources: Object.fromEntries(['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((id) => [id, { Type: type }])) });
    expect(most).toBe(3);
  });

  test('deletes in reverse what a failed creation made', async () => {
    const status = await cloud.deploy('Demo', { Resources: { Bucket: thing(), Model: thing({ From: { Ref: 'Bucket' } }), Job: thing({ From: { Ref: 'Model' }, Fail: 'create' }) } });
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(cloud.things.log).toEqual(['create Bucket', 'create Model', 'create Job', 'delete Model', 'delete Bucket']);
    expect([...cloud.things.alive]).toEqual([]);
    const events = cloud.service.store.eventsOf(cloud.service.require('Demo').stackId);
    expect(events.find(({ status: is }) => is === 'CREATE_FAILED')).toMatchObject({ logicalId: 'Job', reason: expect.stringMatching(/^Resource handler returned message: "create of Job went wrong" \(RequestToken: .+, HandlerErrorCode: InternalFailure\)$/) });
    expect(events.find(({ status: is }) => is === 'ROLLBACK_IN_PROGRESS')?.reason).toBe('The following resource(s) failed to create: [Job]. Rollback requested by user.');
    // The CLI looks for the failure in the operation before the rollback's.
    expect(new Set(events.map(({ operationId }) => operationId)).size).toBe(3);
  });

  test('cancels what is still under way when a sibling fails, and deletes it as well', async () => {
    const status = await cloud.deploy('Demo', { Resources: { Slow: thing({ Wait: true }), Bad: thing({ Fail: 'create' }), Never: thing({ From: { Ref: 'Slow' } }) } });
    expect(status).toBe('ROLLBACK_COMPLETE');
    const events = cloud.service.store.eventsOf(cloud.service.require('Demo').stackId);
    expect(events.find(({ logicalId, status: is }) => logicalId === 'Slow' && is === 'CREATE_FAILED')?.reason).toBe('Resource creation cancelled');
    expect(events.some(({ logicalId }) => logicalId === 'Never')).toBe(false);
    expect(cloud.things.log).toEqual(['create Slow', 'create Bad', 'delete Slow']);
    expect(events.find(({ status: is }) => is === 'ROLLBACK_IN_PROGRESS')?.reason).toBe('The following resource(s) failed to create: [Bad, Slow]. Rollback requested by user.');
  });

  test.each([
    ['Retain', ['create Kept', 'create Bad']],
    ['RetainExceptOnCreate', ['create Kept', 'create Bad', 'delete Kept']],
    ['Delete', ['create Kept', 'create Bad', 'delete Kept']],
  ])('DeletionPolicy %s in the rollback of a creation', async (DeletionPolicy, log) => {
    await cloud.deploy('Demo', { Resources: { Kept: thing({}, { DeletionPolicy }), Bad: thing({ Fail: 'create' }, { DependsOn: 'Kept' }) } });
    expect(cloud.things.log).toEqual(log);
  });

  test('says ROLLBACK_FAILED when the rollback cannot delete, and the stack can still be deleted later', async () => {
    cloud.things.failing.add('delete Bucket');
    expect(await cloud.deploy('Demo', { Resources: { Bucket: thing(), Bad: thing({ Fail: 'create' }, { DependsOn: 'Bucket' }) } })).toBe('ROLLBACK_FAILED');
    expect(cloud.reason('Demo')).toBe('The following resource(s) failed to delete: [Bucket]. ');
    cloud.things.failing.clear();
    expect(await cloud.destroy('Demo')).toBe('DELETE_COMPLETE');
    expect([...cloud.things.alive]).toEqual([]);
  });

  test('with rollback disabled the stack stays as it broke, and goes on from there or back', async () => {
    const bad = { Resources: { Bucket: thing(), Job: thing({ Fail: 'create' }, { DependsOn: 'Bucket' }) } };
    const good = { Resources: { Bucket: thing(), Job: thing({}, { DependsOn: 'Bucket' }) } };
    expect(await cloud.deploy('Demo', bad, {}, { DisableRollback: 'true' })).toBe('CREATE_FAILED');
    await expect(cloud.deploy('Demo', good)).rejects.toThrow('is currently in a non-terminal [CREATE_FAILED] state');
    expect(await cloud.deploy('Demo', good, {}, { DisableRollback: 'true' })).toBe('UPDATE_COMPLETE');

    expect(await cloud.deploy('Other', bad, {}, { DisableRollback: 'true' })).toBe('CREATE_FAILED');
    await cloud.call('RollbackStack', { StackName: 'Other' });
    await cloud.service.idle();
    expect(cloud.status('Other')).toBe('ROLLBACK_COMPLETE');
  });

  test('OnStackFailure DELETE deletes the stack after the rollback', async () => {
    const { StackId, Id } = await cloud.changeSet('Demo', { Resources: { Bad: thing({ Fail: 'create' }) } }, { OnStackFailure: 'DELETE' });
    await cloud.call('ExecuteChangeSet', { ChangeSetName: Id });
    await cloud.service.idle();
    expect(cloud.status(StackId)).toBe('DELETE_COMPLETE');
  });
});

describe('updating a stack', () => {
  test('changes in place what may be changed, and leaves the rest alone', async () => {
    await cloud.deploy('Demo', { Resources: { A: thing({ Size: 1 }), B: thing({ From: getAtt('A') }) } });
    cloud.history('Demo');
    expect(await cloud.deploy('Demo', { Resources: { A: thing({ Size: 2 }), B: thing({ From: getAtt('A') }) } })).toBe('UPDATE_COMPLETE');
    expect(cloud.history('Demo')).toEqual(['Demo UPDATE_IN_PROGRESS', 'A UPDATE_IN_PROGRESS', 'A UPDATE_COMPLETE', 'Demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'Demo UPDATE_COMPLETE']);
    expect(cloud.things.log.slice(2)).toEqual(['update A', '  1 -> 2']);
  });

  test('replaces: makes the new one, points its dependants to it, deletes the old one at last', async () => {
    const template = (Name: string) => ({ Resources: { A: thing({ Name }), B: thing({ From: getAtt('A') }) } });
    await cloud.deploy('Demo', template('one'));
    cloud.history('Demo');
    expect(await cloud.deploy('Demo', template('two'))).toBe('UPDATE_COMPLETE');
    expect(cloud.things.log.slice(2)).toEqual(['create A', 'update B', '  undefined -> undefined', 'delete A']);
    expect(cloud.resource('Demo', 'B')?.properties).toEqual({ From: 'arn:test:A-3' });
    expect([...cloud.things.alive.keys()].sort()).toEqual(['A-3', 'B-2']);
    expect(cloud.history('Demo')).toEqual([
      'Demo UPDATE_IN_PROGRESS', 'A UPDATE_IN_PROGRESS', 'A UPDATE_IN_PROGRESS', 'A UPDATE_COMPLETE', 'B UPDATE_IN_PROGRESS', 'B UPDATE_COMPLETE',
      'Demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'A DELETE_IN_PROGRESS', 'A DELETE_COMPLETE', 'Demo UPDATE_COMPLETE',
    ]);
  });

  test('a replaced resource stays when its UpdateReplacePolicy is Retain', async () => {
    const template = (Name: string) => ({ Resources: { A: thing({ Name }, { UpdateReplacePolicy: 'Retain' }) } });
    await cloud.deploy('Demo', template('one'));
    await cloud.deploy('Demo', template('two'));
    expect([...cloud.things.alive.keys()]).toEqual(['A-1', 'A-2']);
    expect(cloud.history('Demo')).toContain('A DELETE_SKIPPED');
  });

  test('deletes what the template no longer has, dependants first, when all the rest is done', async () => {
    await cloud.deploy('Demo', { Resources: { A: thing(), B: thing({ From: getAtt('A') }), C: thing({ From: getAtt('B') }) } });
    await cloud.deploy('Demo', { Resources: { D: thing() } });
    expect(cloud.things.log.slice(3)).toEqual(['create D', 'delete C', 'delete B', 'delete A']);
  });

  test('goes back in the order of dependence, tells the failed one too, and then deletes the new ones', async () => {
    await cloud.deploy('Demo', { Resources: { A: thing({ Size: 1 }), B: thing({ Size: 1, From: getAtt('A') }), C: thing({ Name: 'one' }) } });
    cloud.history('Demo');
    const status = await cloud.deploy('Demo', { Resources: { A: thing({ Size: 2 }), C: thing({ Name: 'two' }, { DependsOn: 'A' }), New: thing({}, { DependsOn: 'C' }), B: thing({ Size: 2, From: getAtt('A'), Fail: 'update' }, { DependsOn: 'New' }) } });
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(cloud.things.log.slice(3)).toEqual([
      'update A', '  1 -> 2', 'create C', 'create New', 'update B',
      'update A', '  2 -> 1', 'update B', '  2 -> 1', 'delete New', 'delete C',
    ]);
    expect([...cloud.things.alive.keys()].sort()).toEqual(['A-1', 'B-3', 'C-2']);
    expect(cloud.history('Demo').filter((line) => line.startsWith('Demo'))).toEqual(['Demo UPDATE_IN_PROGRESS', 'Demo UPDATE_ROLLBACK_IN_PROGRESS', 'Demo UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'Demo UPDATE_ROLLBACK_COMPLETE']);
    expect(await cloud.deploy('Demo', { Resources: { A: thing({ Size: 1 }), B: thing({ Size: 1, From: getAtt('A') }), C: thing({ Name: 'one' }) } })).toMatch(/^The submitted information didn't contain changes/);
  });

  test('UPDATE_ROLLBACK_FAILED can be continued when the trouble is gone', async () => {
    const template = (Size: number, rest = {}) => ({ Resources: { A: thing({ Size }), B: thing({ Size, ...rest }, { DependsOn: 'A' }) } });
    await cloud.deploy('Demo', template(1));
    cloud.things.failing.add('update B');
    expect(await cloud.deploy('Demo', template(2))).toBe('UPDATE_ROLLBACK_FAILED');
    expect(cloud.reason('Demo')).toBe('The following resource(s) failed to update: [B]. ');
    cloud.things.failing.clear();
    await cloud.call('ContinueUpdateRollback', { StackName: 'Demo' });
    await cloud.service.idle();
    expect(cloud.status('Demo')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect([...cloud.things.alive.values()].map(({ Size }) => Size)).toEqual([1, 1]);
  });

  test('an update without rollback that failed can be rolled back by request', async () => {
    const template = (Size: number, rest = {}) => ({ Resources: { A: thing({ Size }), B: thing({ Size, ...rest }, { DependsOn: 'A' }) } });
    await cloud.deploy('Demo', template(1));
    expect(await cloud.deploy('Demo', template(2, { Fail: 'update' }), {}, { DisableRollback: 'true' })).toBe('UPDATE_FAILED');
    await cloud.call('RollbackStack', { StackName: 'Demo' });
    await cloud.service.idle();
    expect(cloud.status('Demo')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect([...cloud.things.alive.values()].map(({ Size }) => Size)).toEqual([1, 1]);
  });

  test('what cannot be deleted in the clean-up is told, and the update is complete all the same', async () => {
    await cloud.deploy('Demo', { Resources: { A: thing(), B: thing() } });
    cloud.things.failing.add('delete B');
    expect(await cloud.deploy('Demo', { Resources: { A: thing() } })).toBe('UPDATE_COMPLETE');
    expect(cloud.reason('Demo')).toBe('One or more resources could not be deleted.');
  });

  test('a property that is only recorded changes without a call; one with an effect is refused by name where no update exists', async () => {
    const fixed = (properties: Record<string, unknown>) => ({ Resources: { A: { Type: 'Test::Fixed', Properties: properties } } });
    await cloud.deploy('Demo', fixed({ Note: 'a', Size: 1 }));
    expect(await cloud.deploy('Demo', fixed({ Note: 'b', Size: 1 }))).toBe('UPDATE_COMPLETE');
    expect(await cloud.deploy('Demo', fixed({ Note: 'b', Size: 2 }))).toBe('One thing stands in the way: /Resources/A/Properties/Size: the local cloud does not emulate the update of Test::Fixed (property Size)');
    expect(cloud.things.log).toEqual(['create A']);
  });

  test('new tags of the stack reach the resources that have tags', async () => {
    const template = { Resources: { A: thing() } };
    await cloud.deploy('Demo', template, { Tags: [{ Key: 'team', Value: 'a' }] });
    expect(await cloud.deploy('Demo', template, { Tags: [{ Key: 'team', Value: 'b' }] })).toBe('UPDATE_COMPLETE');
    expect(cloud.things.log).toEqual(['create A', 'update A', '  undefined -> undefined']);
  });
});

describe('deleting a stack', () => {
  test('goes backwards, keeps what shall be kept, and is found afterwards by its ARN only', async () => {
    await cloud.deploy('Demo', { Resources: { A: thing(), Kept: thing({ From: getAtt('A') }, { DeletionPolicy: 'Retain' }), C: thing({ From: getAtt('A') }) } });
    const { stackId } = cloud.service.require('Demo');
    expect(await cloud.destroy('Demo')).toBe('DELETE_COMPLETE');
    expect(cloud.things.log.slice(3)).toEqual(['delete C', 'delete A']);
    await expect(cloud.call('DescribeStacks', { StackName: 'Demo' })).rejects.toMatchObject({ code: 'ValidationError', message: 'Stack with id Demo does not exist' });
    expect((await cloud.call('DescribeStacks', { StackName: stackId })).Stacks).toMatchObject([{ StackStatus: 'DELETE_COMPLETE' }]);
  });

  test('leaves what the undeletable still needs, deletes the rest, and can be tried again', async () => {
    await cloud.deploy('Demo', { Resources: { A: thing(), B: thing({ From: getAtt('A') }), Other: thing() } });
    cloud.things.failing.add('delete B');
    expect(await cloud.destroy('Demo')).toBe('DELETE_FAILED');
    expect([...cloud.things.alive.keys()].sort()).toEqual(['A-1', 'B-3']);
    expect(cloud.reason('Demo')).toBe('The following resource(s) failed to delete: [B]. ');
    expect(await cloud.destroy('Demo', { RetainResources: ['B'] })).toBe('DELETE_COMPLETE');
    expect([...cloud.things.alive.keys()]).toEqual(['B-3']);
  });

  test('is refused while termination protection is on', async () => {
    await cloud.deploy('Demo', { Resources: { A: thing() } });
    await cloud.call('UpdateTerminationProtection', { StackName: 'Demo', EnableTerminationProtection: 'true' });
    await expect(cloud.destroy('Demo')).rejects.toThrow('Stack [Demo] cannot be deleted while TerminationProtection is enabled');
    await cloud.call('UpdateTerminationProtection', { StackName: 'Demo', EnableTerminationProtection: 'false' });
    expect(await cloud.destroy('Demo')).toBe('DELETE_COMPLETE');
  });
});
