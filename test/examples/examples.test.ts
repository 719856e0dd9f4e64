import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CsvJoinStack } from '../../examples/csv-join/csv-join';
import { ExistingNetworkStack } from '../../examples/existing-network/existing-network';
import { UNKNOWN_NETWORK } from '../../examples/existing-network/network';
import { MinimalStack } from '../../examples/minimal/minimal';
import { warnings } from '../_helpers/construct-world';
import { maskAssets } from '../_helpers/masked-template';

const ENV = { account: '111122223333', region: 'us-east-1' };
const EXAMPLES: readonly [string, () => Stack][] = [
  ['minimal', () => new MinimalStack(new App(), 'Minimal')],
  ['csv-join', () => new CsvJoinStack(new App(), 'CsvJoin', { bucketName: 'my-customers' })],
  ['existing-network', () => new ExistingNetworkStack(new App(), 'ExistingNetwork', { env: ENV, network: UNKNOWN_NETWORK })],
];

const templates = new Map<string, Template>();
beforeAll(() => EXAMPLES.forEach(([name, make]) => templates.set(name, Template.fromStack(make()))));

test.each(EXAMPLES)('the template of %s is this', (name) => {
  expect(maskAssets(templates.get(name)!.toJSON())).toMatchSnapshot();
});

test.each(EXAMPLES)('%s has one job, one function and one state machine', (name) => {
  templates.get(name)!.resourceCountIs('Custom::SecureTransformJob', 1);
  templates.get(name)!.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  expect(Object.values(templates.get(name)!.findResources('AWS::Lambda::Function')).filter(({ Properties }) => /SageMaker/.test(Properties.Description))).toHaveLength(1);
});

test('minimal says a model and its job in a dozen lines, and leaves no warning', () => {
  const source = fs.readFileSync(path.join(__dirname, '../../examples/minimal/minimal.ts'), 'utf8');
  const told = source.slice(source.indexOf('    const s3Endpoint'), source.indexOf('\n  }\n')).split('\n');
  expect(told.length).toBeLessThanOrEqual(12);
  expect(warnings(new MinimalStack(new App(), 'Minimal'))).toEqual([]);
});

test('csv-join sends lines without their id, joins the score, and keeps id and score', () => {
  const request = JSON.stringify(Object.values(templates.get('csv-join')!.findResources('Custom::SecureTransformJob'))[0].Properties.Request).replace(/\\/g, '');
  expect(request).toContain('"DataProcessing":{"InputFilter":"$[1:]","JoinSource":"Input","OutputFilter":"$[0,-1]"}');
  expect(request).toContain('"SplitType":"Line"');
  expect(request).toContain('"AssembleWith":"Line"');
});

test('existing-network makes no network and warns of each thing that the other team has to allow', () => {
  for (const type of ['AWS::EC2::VPC', 'AWS::EC2::VPCEndpoint', 'AWS::EC2::SecurityGroup', 'Custom::S3PrefixList']) templates.get('existing-network')!.resourceCountIs(type, 0);
  const told = warnings(new ExistingNetworkStack(new App(), 'ExistingNetwork', { env: ENV, network: UNKNOWN_NETWORK }));
  expect(told.filter((warning) => warning.includes('imported-endpoint-policy'))).toHaveLength(3);
});
