import { gzipSync } from 'node:zlib';
import { ResourceContext } from '../../../local/resources/handler';
import { sageMakerResources } from '../../../local/resources/sagemaker';
import { cloud, Conditions, IMAGE, model, ROLE, VPC } from '../aws/sagemaker/_cloud';

const ARN = 'arn:aws:sagemaker:eu-central-1:111122223333:model/stack-model-abc';
const context = {
  stackTags: { stack: 's', both: 'stack' },
  physicalName: ({ maxLength }: { maxLength?: number } = {}) => 'stack-Model-abc'.slice(0, maxLength),
} as unknown as ResourceContext;
const { ModelName: _name, ...PROPERTIES } = model();

function open(conditions: Conditions = {}) {
  const around = cloud(conditions);
  const service = around.make();
  const [handler] = sageMakerResources(service);
  return { ...around, service, handler };
}

test('a model gets a generated name; Ref is the ARN, GetAtt gives the name', async () => {
  const { handler, service } = open();
  expect(handler.type).toBe('AWS::SageMaker::Model');
  expect(await handler.create({ ...PROPERTIES, EnableNetworkIsolation: 'true' }, context)).toEqual({ physicalId: ARN, attributes: { ModelArn: ARN, ModelName: 'stack-Model-abc', Id: ARN } });
  expect(service.models.get('stack-Model-abc')).toMatchObject({ ExecutionRoleArn: ROLE, VpcConfig: VPC, EnableNetworkIsolation: true });
});

test('a name of its own is kept, and clashes with itself on a replacement', async () => {
  const { handler } = open();
  const named = { ...PROPERTIES, ModelName: 'mine' };
  expect((await handler.create(named, context)).attributes.ModelName).toBe('mine');
  await expect(handler.create(named, context)).rejects.toThrow(/Cannot create already existing model/);
});

test('tags of the stack and of the resource are put on the model, changed in place and removed', async () => {
  const { handler, service } = open();
  const tags = (given: Array<{ Key: string; Value: string }>) => ({ ...PROPERTIES, Tags: given });
  const before = tags([{ Key: 'both', Value: 'own' }, { Key: 'old', Value: '1' }]);
  const { physicalId } = await handler.create(before, context);
  expect(service.tags.list(ARN)).toEqual([{ Key: 'stack', Value: 's' }, { Key: 'both', Value: 'own' }, { Key: 'old', Value: '1' }]);
  expect(await handler.update!(physicalId, tags([{ Key: 'new', Value: '2' }]), before, context)).toMatchObject({ physicalId: ARN });
  expect(service.tags.list(ARN)).toEqual([{ Key: 'stack', Value: 's' }, { Key: 'both', Value: 'stack' }, { Key: 'new', Value: '2' }]);
});

test('a model that is gone is deleted again without complaint', async () => {
  const { handler, service } = open();
  const { physicalId } = await handler.create(PROPERTIES, context);
  await handler.delete(physicalId, PROPERTIES, context);
  await handler.delete(physicalId, PROPERTIES, context);
  expect(service.models.all()).toEqual([]);
});

test('an artifact that the role may not read fails the resource in the words of the service', async () => {
  const properties = { ...PROPERTIES, PrimaryContainer: { Image: IMAGE, ModelDataUrl: 's3://artifacts/model.tar.gz' } };
  const objects = { 'artifacts/model.tar.gz': gzipSync('') };
  const { handler } = open({ objects, denied: (action) => action === 's3:GetObject' });
  await expect(handler.create(properties, context)).rejects.toThrow(/^Could not access model data at s3:\/\/artifacts\/model\.tar\.gz/);
  await open({ objects }).handler.create(properties, context);
});
