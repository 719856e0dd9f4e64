import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { PrivateS3Endpoint } from '../lib';
import { NETWORK_TAG } from '../lib/spec/custom-resource';
import { about, isolatedVpc, network, statementsOf, warnings } from './_helpers/construct-world';

const TAG = `aws:PrincipalTag/${NETWORK_TAG}`;
const endpointStatements = (template: Template) => statementsOf(template, 'AWS::EC2::VPCEndpoint');

describe('a new endpoint', () => {
  test('is a gateway endpoint to S3 on the route tables of the isolated subnets', () => {
    const { stack } = network();
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.s3']] },
      RouteTableIds: [{ Ref: Match.stringLikeRegexp('IsolatedSubnet1RouteTable') }, { Ref: Match.stringLikeRegexp('IsolatedSubnet2RouteTable') }],
    });
  });

  test('allows nothing before something is allowed, although an endpoint without policy allows everything', () => {
    const { stack } = network();
    expect(endpointStatements(Template.fromStack(stack))).toEqual([{ Sid: 'NothingIsAllowedYet', Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }]);
  });

  test('allows reading, listing and writing exactly what was asked for, once, to tagged roles of the account only', () => {
    const { stack, s3Endpoint, photos, labels } = network();
    for (const _ of [1, 2]) {
      s3Endpoint.allowRead(photos, 'selfies/');
      s3Endpoint.allowReadObject(photos, 'lists/today.json');
      s3Endpoint.allowWrite(labels, 'out');
    }
    const statements = endpointStatements(Template.fromStack(stack));
    const photosArn = stack.resolve(photos.bucketArn);
    const join = (arn: unknown, tail: string) => ({ 'Fn::Join': ['', [arn, tail]] });
    expect(statements.map(({ Sid, Action, Resource }) => ({ Sid, Action, Resource }))).toEqual([
      { Sid: 'ReadObjects', Action: 's3:GetObject', Resource: [join(photosArn, '/selfies/*'), join(photosArn, '/lists/today.json')] },
      { Sid: 'ListBucket1', Action: 's3:ListBucket', Resource: photosArn },
      { Sid: 'WriteObjects', Action: ['s3:PutObject', 's3:AbortMultipartUpload'], Resource: join(stack.resolve(labels.bucketArn), '/out/*') },
    ]);
    for (const { Condition } of statements) {
      expect(Condition!.StringEquals).toEqual({ 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' }, 'aws:ResourceAccount': [{ Ref: 'AWS::AccountId' }], [TAG]: s3Endpoint.networkTagValue });
    }
    expect(about(statements, 's3:ListBucket').Condition!.StringLike).toEqual({ 's3:prefix': ['selfies/', 'selfies/*'] });
  });

  test('names an imported role by its ARN, in statements of its own', () => {
    const { stack, s3Endpoint, photos } = network();
    s3Endpoint.admitRole(iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/jobs'));
    s3Endpoint.allowRead(photos, 'selfies/');
    const named = endpointStatements(Template.fromStack(stack)).filter(({ Condition }) => Condition?.ArnEquals);
    expect(named.map(({ Sid }) => Sid)).toEqual(['ReadObjectsOfNamedRoles', 'ListBucket1OfNamedRoles']);
    for (const { Condition } of named) {
      expect(Condition!.ArnEquals).toEqual({ 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/jobs'] });
      expect(Condition!.StringEquals).not.toHaveProperty(TAG);
      expect(Condition!.StringEquals).toHaveProperty('aws:PrincipalAccount');
    }
  });

  test('tags a role of this app and needs no statement that refers to it', () => {
    const { stack, s3Endpoint, photos } = network();
    s3Endpoint.admitRole(new iam.Role(stack, 'Jobs', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') }));
    s3Endpoint.allowRead(photos, 'selfies/');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Role', { Tags: [{ Key: NETWORK_TAG, Value: s3Endpoint.networkTagValue }] });
    expect(JSON.stringify(endpointStatements(template))).not.toContain('Jobs');
  });

  test('lets other workloads of its route tables be added', () => {
    const { stack, s3Endpoint } = network();
    s3Endpoint.addToPolicy(new iam.PolicyStatement({ principals: [new iam.StarPrincipal()], actions: ['s3:GetObject'], resources: ['arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*'] }));
    expect(endpointStatements(Template.fromStack(stack))).toEqual([{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*' }]);
  });
});

describe('refuses', () => {
  test('a VPC without isolated subnets, and names the VPC and the mend', () => {
    const stack = new Stack(new App(), 'Data');
    const vpc = new ec2.Vpc(stack, 'Open', { natGateways: 0, subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }] });
    expect(() => new PrivateS3Endpoint(stack, 'S3', { vpc })).toThrow(/Data\/S3[^]*'vpcSubnets'[^]*none, got: Data\/Open[^]*PRIVATE_ISOLATED/);
  });

  test('a VPC whose route tables are not known', () => {
    const stack = new Stack(new App(), 'Data');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'] });
    expect(() => new PrivateS3Endpoint(stack, 'S3', { vpc })).toThrow(/must have known route tables[^]*isolatedSubnetRouteTableIds/);
  });

  test('17 subnets', () => {
    const stack = new Stack(new App(), 'Data');
    const subnets = Array.from({ length: 17 }, (_, i) => ec2.Subnet.fromSubnetAttributes(stack, `Subnet${i}`, { subnetId: `subnet-${i}`, routeTableId: `rtb-${i}`, availabilityZone: 'a' }));
    expect(() => new PrivateS3Endpoint(stack, 'S3', { vpc: isolatedVpc(stack), vpcSubnets: { subnets } })).toThrow(/must select 1 to 16 subnets, got: 17/);
  });

  test('to serve one role in two networks', () => {
    const { stack, vpc, s3Endpoint } = network();
    const role = new iam.Role(stack, 'Jobs', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    s3Endpoint.admitRole(role);
    s3Endpoint.admitRole(role);
    expect(() => new PrivateS3Endpoint(stack, 'Other', { vpc }).admitRole(role)).toThrow(/must serve one network/);
  });

  test('to name and to restrict a bucket of another stack, which would be a cycle', () => {
    const { app, s3Endpoint } = network();
    const bucket = new s3.Bucket(new Stack(app, 'Elsewhere'), 'Bucket');
    s3Endpoint.allowRead(bucket);
    expect(() => s3Endpoint.restrictBucket(bucket)).toThrow(/must be in the endpoint's stack 'Data'[^]*bucketName/);
  });

  test('no such bucket when its name is known at synth', () => {
    const { app, stack, s3Endpoint } = network();
    const bucket = new s3.Bucket(new Stack(app, 'Elsewhere'), 'Bucket', { bucketName: 'named-photos' });
    s3Endpoint.allowRead(bucket);
    s3Endpoint.restrictBucket(bucket);
    expect(about(endpointStatements(Template.fromStack(stack)), 's3:ListBucket').Resource).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::named-photos']] });
  });
});

describe('warns of', () => {
  test.each([
    ['one subnet only', 'one-subnet', (vpc: ec2.Vpc) => ({ subnets: [vpc.isolatedSubnets[0]] })],
    ['public subnets', 'public-subnet', () => ({ subnetType: ec2.SubnetType.PUBLIC })],
  ])('%s', (_, id, vpcSubnets) => {
    const stack = new Stack(new App(), 'Data');
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
    new PrivateS3Endpoint(stack, 'S3', { vpc, vpcSubnets: vpcSubnets(vpc) });
    expect(warnings(stack).join()).toContain(`cdk-secure-batch-transform:${id}`);
  });

  test('route tables that are shared with subnets outside the selection', () => {
    const stack = new Stack(new App(), 'Data');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'], isolatedSubnetRouteTableIds: ['rtb-1', 'rtb-2'],
      privateSubnetIds: ['subnet-3', 'subnet-4'], privateSubnetRouteTableIds: ['rtb-1', 'rtb-3'],
    });
    new PrivateS3Endpoint(stack, 'S3', { vpc });
    expect(warnings(stack).join()).toMatch(/PrivateSubnet1' share route tables/);
  });

  test('nothing, when there is nothing to warn of', () => {
    expect(warnings(network().stack)).toEqual([]);
  });
});

describe('an adopted endpoint', () => {
  const adopt = (networkTagValue?: string) => {
    const stack = new Stack(new App(), 'Jobs');
    return { stack, endpoint: PrivateS3Endpoint.fromAttributes(stack, 'S3', { vpc: isolatedVpc(stack), vpcEndpointId: 'vpce-1', networkTagValue }) };
  };

  test('makes no endpoint and says what its policy has to allow', () => {
    const { stack, endpoint } = adopt();
    endpoint.allowRead(s3.Bucket.fromBucketName(stack, 'Photos', 'photos'), 'selfies/');
    endpoint.admitRole(iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/jobs'));
    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    expect(warnings(stack).join('\n')).toMatch(/must allow s3:GetObject and s3:ListBucket on bucket 'Jobs\/Photos', key or prefix 'selfies\/'[^]*must admit the role 'Jobs\/Role'/);
  });

  test('tags roles when it is told the tag value, and does not warn of them', () => {
    const { stack, endpoint } = adopt('network-1');
    endpoint.admitRole(new iam.Role(stack, 'Jobs', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') }));
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { Tags: [{ Key: NETWORK_TAG, Value: 'network-1' }] });
    expect(warnings(stack)).toEqual([]);
  });

  test('restricts buckets like any other', () => {
    const { stack, endpoint } = adopt();
    endpoint.restrictBucket(new s3.Bucket(stack, 'Photos'));
    Template.fromStack(stack).hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'DenyReadOutsideEndpoint', Condition: Match.objectLike({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }) })]) } });
  });
});
