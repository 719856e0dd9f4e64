import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ContainerDefinition, ModelData, PrivateS3Endpoint, SecureBatchTransformModel, SecureBatchTransformModelProps } from '../lib';
import { NETWORK_TAG } from '../lib/spec/custom-resource';
import { about, countResources, detector, detectorImage, ENV, labelOptions, network, roleStatements, statementsOf, warnings } from './_helpers/construct-world';

const JOBS = '/aws/sagemaker/TransformJobs';

describe('a model with its defaults', () => {
  const { stack, s3Endpoint, artifacts, ...rest } = network();
  const model = detector(stack, { s3Endpoint, artifacts });
  s3Endpoint.restrictBucket(artifacts);
  let template: Template;
  beforeAll(() => void (template = Template.fromStack(stack)));

  test('is isolated and bound to the subnets of the endpoint', () => {
    template.hasResourceProperties('AWS::SageMaker::Model', {
      EnableNetworkIsolation: true,
      ModelName: Match.absent(),
      VpcConfig: { Subnets: rest.vpc.isolatedSubnets.map(({ subnetId }) => stack.resolve(subnetId)), SecurityGroupIds: [stack.resolve(model.securityGroups[0].securityGroupId)] },
      PrimaryContainer: { ModelDataUrl: { 'Fn::Join': ['', ['s3://', stack.resolve(artifacts.bucketName), '/detector/model.tar.gz']] } },
    });
  });

  test('has a group without ingress, whose only way out is HTTPS to S3', () => {
    // A group without egress of its own would get EC2's implicit "all traffic" rule.
    const [group] = Object.values(template.findResources('AWS::EC2::SecurityGroup'));
    expect(group.Properties).toEqual({
      GroupDescription: 'Transform jobs of Data/Model: HTTPS to S3 only',
      VpcId: stack.resolve(rest.vpc.vpcId),
      SecurityGroupEgress: [{ Description: 'Disallow all traffic', IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }],
    });
    const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupEgress'));
    expect(rules.map(({ Properties }) => Properties)).toEqual([
      { Description: 'HTTPS to S3', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, GroupId: expect.anything(), DestinationPrefixListId: { 'Fn::GetAtt': ['S3PrefixList', 'PrefixListId'] } },
    ]);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('looks the prefix list up once a stack', () => {
    const made = network();
    detector(made.stack, made);
    new SecureBatchTransformModel(made.stack, 'Second', { s3Endpoint: made.s3Endpoint, containers: [{ image: detectorImage(made.stack) }] });
    expect(countResources(made.stack, 'Custom::S3PrefixList')).toBe(1);
  });

  test('has a role that only SageMaker of this account and region may assume', () => {
    const [role] = Object.values(template.findResources('AWS::IAM::Role', { Properties: { Tags: Match.anyValue() } }));
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'sagemaker.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':*']] } },
        StringEqualsIfExists: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      },
    }]);
    expect(role.Properties.Tags).toEqual([{ Key: NETWORK_TAG, Value: s3Endpoint.networkTagValue }]);
    expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  test('has a role with exactly these actions', () => {
    expect(roleStatements(template).flatMap(({ Action }) => Action).sort()).toEqual([
      'cloudwatch:PutMetricData',
      'ec2:CreateNetworkInterface', 'ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface', 'ec2:DeleteNetworkInterfacePermission',
      'ec2:DescribeDhcpOptions', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs',
      'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetAuthorizationToken', 'ecr:GetDownloadUrlForLayer',
      'kms:Decrypt', 's3:GetObject',
    ]);
  });

  test('has no resource * but for actions that know no other', () => {
    const everywhere = roleStatements(template).filter(({ Resource }) => Resource === '*');
    expect(everywhere.flatMap(({ Action }) => Action).filter((action) => !/^ec2:Describe|^ecr:GetAuthorizationToken$/.test(action))).toEqual(['cloudwatch:PutMetricData']);
    expect(about(everywhere, 'cloudwatch:PutMetricData').Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': JOBS } });
  });

  test('may make network interfaces in its subnets and group only', () => {
    const statements = roleStatements(template);
    const subnets = rest.vpc.isolatedSubnets.map(({ subnetId }) => JSON.stringify(stack.resolve(subnetId)));
    const create = JSON.stringify(about(statements, 'ec2:CreateNetworkInterface').Resource);
    for (const subnet of subnets) expect(create).toContain(subnet);
    expect(about(statements, 'ec2:DeleteNetworkInterface').Condition!.ArnEquals['ec2:Subnet']).toHaveLength(2);
  });

  test('reads one object at the role and at the endpoint, and its key through S3 only', () => {
    const object = { 'Fn::Join': ['', [stack.resolve(artifacts.bucketArn), '/detector/model.tar.gz']] };
    expect(about(roleStatements(template), 's3:GetObject').Resource).toEqual(object);
    expect(about(statementsOf(template, 'AWS::EC2::VPCEndpoint'), 's3:GetObject').Resource).toEqual(object);
    expect(about(roleStatements(template), 'kms:Decrypt')).toEqual({
      Effect: 'Allow', Action: 'kms:Decrypt', Resource: stack.resolve(rest.key.keyArn),
      Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } } },
    });
  });

  test('comes after its role, the role\'s policy and the bucket policy, although that was made later', () => {
    const [{ DependsOn: after }] = Object.values(template.findResources('AWS::SageMaker::Model'));
    expect(after).toEqual(expect.arrayContaining([expect.stringMatching(/^ModelPolicy/), expect.stringMatching(/^ModelRole/), expect.stringMatching(/^ArtifactsPolicy/)]));
  });

  test('leaves no warning', () => expect(warnings(stack)).toEqual([]));
});

describe('choices', () => {
  const make = (props: Partial<SecureBatchTransformModelProps> | ((made: ReturnType<typeof network>) => Partial<SecureBatchTransformModelProps>)) => {
    const made = network({ env: ENV });
    const model = detector(made.stack, made, typeof props === 'function' ? props(made) : props);
    return { ...made, model };
  };

  test.each([
    ['network isolation off', { networkIsolation: false }, 'network-isolation-off'],
    ['a fixed name', { modelName: 'detector' }, 'fixed-model-name'],
    ['a model package', { containers: [{ modelPackageName: 'detector/1' }] }, 'model-package'],
  ] as [string, Partial<SecureBatchTransformModelProps>, string][])('%s leaves a warning', (_, props, id) => {
    expect(warnings(make(props).stack).join()).toContain(id);
  });

  test('several containers make a pipeline', () => {
    const { stack } = make((made) => ({ containers: ['a', 'b'].map((containerHostname) => ({ image: detectorImage(new Stack(made.app, containerHostname, { env: ENV })), containerHostname, environment: { STEP: containerHostname } })) }));
    Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::Model', {
      PrimaryContainer: Match.absent(),
      Containers: [Match.objectLike({ ContainerHostname: 'a', Environment: { STEP: 'a' } }), Match.objectLike({ ContainerHostname: 'b' })],
    });
  });

  test('a known prefix list needs no lookup and so no function', () => {
    const made = network();
    const s3Endpoint = new PrivateS3Endpoint(made.stack, 'Known', { vpc: made.vpc, s3PrefixListId: 'pl-63a5400a' });
    detector(made.stack, { ...made, s3Endpoint });
    const template = Template.fromStack(made.stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [{ Description: 'HTTPS to S3', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: 'pl-63a5400a' }] });
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('groups of the user are taken as they are', () => {
    const { stack } = make((made) => ({ securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(made.stack, 'Group', 'sg-1')] }));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
    template.hasResourceProperties('AWS::SageMaker::Model', { VpcConfig: Match.objectLike({ SecurityGroupIds: ['sg-1'] }) });
  });

  test('an artifact of this machine is uploaded with the assets and read from their bucket', () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'model-')), 'model.tar.gz');
    fs.writeFileSync(file, 'weights');
    const { stack } = make((made) => ({ containers: [{ image: detectorImage(made.stack), modelData: ModelData.fromAsset(file) }] }));
    const template = Template.fromStack(stack);
    const resource = JSON.stringify(about(roleStatements(template), 's3:GetObject').Resource);
    expect(resource).toMatch(/cdk-hnb659fds-assets-111122223333-us-east-1\/[0-9a-f]{64}(\.tar)?\.gz"/);
    expect(resource).not.toContain('*');
    fs.rmSync(path.dirname(file), { recursive: true });
  });
});

describe('roles of the user', () => {
  const withRole = (role: (stack: Stack) => iam.IRole) => {
    const made = network({ env: ENV });
    const model = detector(made.stack, made, { role: role(made.stack) });
    return { stack: made.stack, model, template: Template.fromStack(made.stack) };
  };

  test('a role of this app gets the managed policy and the network tag', () => {
    const { template } = withRole((stack) => new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') }));
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: Match.stringLikeRegexp('^Own') }] });
    template.hasResourceProperties('AWS::IAM::Role', { Tags: [Match.objectLike({ Key: NETWORK_TAG })] });
  });

  test('an imported role gets an inline policy and is admitted by its ARN', () => {
    const { template } = withRole((stack) => iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/jobs'));
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    template.hasResourceProperties('AWS::IAM::Policy', { Roles: ['jobs'], PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 's3:GetObject' })]) } });
    expect(JSON.stringify(statementsOf(template, 'AWS::EC2::VPCEndpoint'))).toContain('"aws:PrincipalArn":["arn:aws:iam::111122223333:role/jobs"]');
  });

  test.each([
    ['an imported role that must not be changed', (stack: Stack) => iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/jobs', { mutable: false })],
    ['a role without policy updates', (stack: Stack) => new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') }).withoutPolicyUpdates()],
  ])('%s stays as it is, and the model says what it needs', (_, role) => {
    const { stack, model, template } = withRole(role);
    expect(JSON.stringify(template.toJSON())).not.toContain('ecr:BatchGetImage');
    expect(warnings(stack).join()).toMatch(/role-not-changed|requiredStatements/);
    expect(JSON.stringify(model.requiredStatements)).toContain('ecr:BatchGetImage');
  });
});

describe('an imported model', () => {
  test('adds the statements of a job to its role', () => {
    const made = network({ env: ENV });
    const role = iam.Role.fromRoleArn(made.stack, 'Role', 'arn:aws:iam::111122223333:role/jobs');
    const model = SecureBatchTransformModel.fromAttributes(made.stack, 'Model', { modelName: 'Detector', s3Endpoint: made.s3Endpoint, role });
    model.addTransformJob('Label', { ...labelOptions(made), completionTimeout: Duration.minutes(5) });
    const template = Template.fromStack(made.stack);
    expect(JSON.stringify(made.stack.resolve(model.modelArn))).toContain(':model/detector');
    template.hasResourceProperties('AWS::IAM::Policy', { Roles: ['jobs'], PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 's3:GetObject' })]) } });
    template.hasResourceProperties('Custom::SecureTransformJob', { Request: Match.anyValue(), CompletionTimeoutSeconds: 300 });
  });

  test('without a known role says what the role needs', () => {
    const made = network();
    SecureBatchTransformModel.fromAttributes(made.stack, 'Model', { modelName: 'detector', s3Endpoint: made.s3Endpoint });
    expect(warnings(made.stack).join()).toContain('the role is not known');
  });
});

describe('refuses, with every broken rule in one error,', () => {
  const containers = (change: (image: ContainerDefinition['image']) => Partial<ContainerDefinition>[]) => (stack: Stack) => {
    const image = detectorImage(stack);
    return { containers: change(image).map((container) => ({ image, ...container })) };
  };
  test.each<[string, (stack: Stack) => Partial<SecureBatchTransformModelProps>, RegExp]>([
    ['no container', () => ({ containers: [] }), /'containers' must be 1 to 15, got: 0/],
    ['16 containers', containers(() => Array.from({ length: 16 }, () => ({}))), /'containers' must be 1 to 15, got: 16/],
    ['a container without image', () => ({ containers: [{}] }), /'containers.image' or modelPackageName is required/],
    ['an image beside a package', containers(() => [{ modelPackageName: 'package' }]), /excludes image and modelData/],
    ['a package name of 177 characters', () => ({ containers: [{ modelPackageName: 'p'.repeat(177) }] }), /at most 176 characters/],
    ['a host name with an underscore', containers(() => [{ containerHostname: 'first_step' }]), /'containers.containerHostname'[^]*first_step/],
    ['one host name twice', containers(() => [{ containerHostname: 'a' }, { containerHostname: 'a' }]), /must differ between containers, got: a/],
    ['101 variables', containers(() => [{ environment: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`A${i}`, ''])) }]), /at most 100 entries/],
    ['a value of 1025 characters', containers(() => [{ environment: { A: 'x'.repeat(1025) } }]), /at most 1024 characters/],
    ['33 KiB of environment', containers(() => [{ environment: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`A${i}`, 'x'.repeat(1020)])) }]), /at most 32768 bytes/],
    ['a variable with a hyphen', containers(() => [{ environment: { 'A-B': '' } }]), /must have names of letters/],
    ['an uncompressed artifact', (stack) => ({ containers: [{ image: detectorImage(stack), modelData: ModelData.fromBucket(s3.Bucket.fromBucketName(stack, 'B', 'bucket'), 'model/') }] }), /'containers.modelData' must name one '.tar.gz' file/],
    ['a wildcard as artifact', (stack) => ({ containers: [{ image: detectorImage(stack), modelData: ModelData.fromBucket(s3.Bucket.fromBucketName(stack, 'B', 'bucket'), '*.tar.gz') }] }), /without wildcards/],
    ['a zip as asset', (stack) => ({ containers: [{ image: detectorImage(stack), modelData: ModelData.fromAsset('model.zip') }] }), /got: model.zip/],
    ['no security group', () => ({ securityGroups: [] }), /'securityGroups' must be 1 to 5 groups, got: 0/],
    ['6 security groups', (stack) => ({ securityGroups: Array.from({ length: 6 }, (_, i) => ec2.SecurityGroup.fromSecurityGroupId(stack, `G${i}`, `sg-${i}`)) }), /must be 1 to 5 groups, got: 6/],
    ['a name with an underscore', () => ({ modelName: 'my_model' }), /'modelName' must have 1 to 63/],
  ])('%s', (_, props, says) => {
    const made = network();
    expect(() => detector(made.stack, made, props(new Stack(made.app, 'Extra')))).toThrow(says);
  });

  test('three faults at once', () => {
    const made = network();
    const make = () => detector(made.stack, made, { containers: [{ containerHostname: '-' }], modelName: '_', securityGroups: [] });
    expect(make).toThrow(/^Data\/Model: 4 rules are broken\n {2}- 'containers.image'[^]*\n {2}- 'containers.containerHostname'[^]*\n {2}- 'securityGroups'[^]*\n {2}- 'modelName'/);
  });

  test('a bucket in the model\'s stack while the endpoint is in another', () => {
    const made = network();
    const stack = new Stack(made.app, 'Jobs');
    expect(() => detector(stack, { ...made, artifacts: new s3.Bucket(stack, 'Late') })).toThrow(/must not be in the model's stack while the endpoint is in 'Data'[^]*Jobs\/Late/);
  });
});
