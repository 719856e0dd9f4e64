import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { PrivateS3Endpoint } from '../lib';
import { NETWORK_TAG } from '../lib/spec/custom-resource';
import { detector, isolatedVpc, labelOptions, Network, network } from './_helpers/construct-world';

/** Restricts the buckets, makes model and job in the given stack, and synthesizes all. */
function deployable(made: Network, stack: Stack): { data: Template; jobs: Template } {
  [made.photos, made.artifacts, made.labels].forEach((bucket) => made.s3Endpoint.restrictBucket(bucket));
  detector(stack, made).addTransformJob('Label', labelOptions(made));
  return { data: Template.fromStack(made.stack), jobs: Template.fromStack(stack) };
}

const tagOf = (template: Template) => Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties }) => Properties.Tags ?? []);
const endpointPolicy = (template: Template) => JSON.stringify(Object.values(template.findResources('AWS::EC2::VPCEndpoint'))[0].Properties.PolicyDocument);

test('model and job may live in the stack of the endpoint', () => {
  const made = network();
  const { data } = deployable(made, made.stack);
  expect(tagOf(data)).toEqual([{ Key: NETWORK_TAG, Value: made.s3Endpoint.networkTagValue }]);
  expect(endpointPolicy(data)).toContain(`"aws:PrincipalTag/${NETWORK_TAG}":"${made.s3Endpoint.networkTagValue}"`);
});

test('model and job may live in a later stack, to which nothing of the network refers', () => {
  const made = network();
  const later = new Stack(made.app, 'Jobs');
  const { data, jobs } = deployable(made, later);
  expect(later.dependencies).toEqual([made.stack]);
  expect(made.stack.dependencies).toEqual([]);
  expect(JSON.stringify(data.toJSON().Resources)).not.toContain('ImportValue');
  expect(tagOf(jobs)).toEqual([{ Key: NETWORK_TAG, Value: made.s3Endpoint.networkTagValue }]);
  expect(endpointPolicy(data)).toContain('/selfies/*');
});

test('model and job may live in another app that imports the endpoint by plain values', () => {
  const { s3Endpoint: first } = network();
  const stack = new Stack(new App(), 'Jobs');
  const s3Endpoint = PrivateS3Endpoint.fromAttributes(stack, 'S3', { vpc: isolatedVpc(stack), vpcEndpointId: 'vpce-1', networkTagValue: first.networkTagValue });
  const bucket = (name: string) => s3.Bucket.fromBucketName(stack, name, name);
  detector(stack, { s3Endpoint, artifacts: bucket('artifacts') }).addTransformJob('Label', labelOptions({ photos: bucket('photos'), labels: bucket('labels') }));
  const template = Template.fromStack(stack);
  expect(tagOf(template)).toEqual([{ Key: NETWORK_TAG, Value: first.networkTagValue }]);
  template.hasResourceProperties('Custom::SecureTransformJob', { Surroundings: Match.objectLike({ 'Fn::Join': Match.anyValue() }) });
});

test('two endpoints have two tag values, and one endpoint keeps its value', () => {
  const { stack, vpc, s3Endpoint } = network();
  const values = [s3Endpoint, new PrivateS3Endpoint(stack, 'Second', { vpc }), network().s3Endpoint].map(({ networkTagValue }) => networkTagValue!);
  expect(values[0]).not.toBe(values[1]);
  expect(values[0]).toBe(values[2]);
  for (const value of values) expect(value).toMatch(/^[\w-]{1,128}$/);
});
