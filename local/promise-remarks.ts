/** What an operation does less than the service's. */
export interface Remark {
  /** `limited`: answered, with the limits named. `recorded`: stored and shown, without effect. `refused`: known by name, never done. */
  readonly kind: 'limited' | 'recorded' | 'refused';
  readonly text: string;
}

const limited = (text: string): Remark => ({ kind: 'limited', text });
const recorded = (text: string): Remark => ({ kind: 'recorded', text });
const refused = (text: string): Remark => ({ kind: 'refused', text });

interface ServiceRemark {
  readonly title: string;
  /** What is refused, or differs, of the service as a whole. */
  readonly refused: string;
}

/** By SigV4 signing name. */
export const SERVICES: Readonly<Record<string, ServiceRemark>> = {
  s3: { title: 'S3', refused: 'SSE-C, `aws:kms:dsse`, Object Lock, storage classes other than STANDARD, event notifications, conditional deletes, appending, MFA delete, and every sub-resource without a row here (`?cors`, `?replication`, `?website`, …). ACLs are shown, never granted by.' },
  lambda: { title: 'Lambda', refused: 'Functions are made by CloudFormation only. Runtimes other than `nodejs*`, images, layers, VpcConfig and JSON logs. At most ten processes of a function run at once; `MemorySize` bounds the heap only.' },
  sts: { title: 'STS', refused: 'Session policies, session tags, MFA and source identity of AssumeRole; every other way to get credentials.' },
  iam: { title: 'IAM', refused: 'Groups; users cannot be made. Policy versions other than the default one, tags on managed policies, AWS managed policies that are not listed below.' },
  cloudformation: { title: 'CloudFormation', refused: 'Nested stacks, stack sets, imports, drift, stack policies, hooks, YAML templates, transforms other than `AWS::LanguageExtensions`, dynamic references (`{{resolve:…}}`), macros, `CreationPolicy`, `UpdatePolicy`, `DeletionPolicy: Snapshot`. A template that asks for something that is not emulated fails as a change set, before anything is touched, with all findings at once.' },
  sns: { title: 'SNS', refused: 'FIFO topics, message attributes and filter policies. Topics and subscriptions are made by CloudFormation only.' },
  ec2: { title: 'EC2 (VPC part)', refused: 'Rules that name a group by GroupName. VPCs, subnets, routes, groups and endpoints are made by CloudFormation only. Nothing routes a packet: routes, groups and endpoints decide which way to S3 a job has, and network ACLs and security group ingress are recorded.' },
  kms: { title: 'KMS', refused: 'Asymmetric, HMAC, imported and multi-Region keys, custom key stores, `DryRun`, Nitro recipients. Symmetric keys only; rotation is recorded. Ciphertexts are AES-256-GCM in a form of our own: AWS cannot read them, nor this one those of AWS.' },
  ssm: { title: 'Systems Manager', refused: 'Versions and labels of parameters; parameters cannot be written (the one of the CDK bootstrap is there).' },
  sagemaker: { title: 'SageMaker', refused: 'Everything but models, transform jobs and tags. See "Transform jobs" above.' },
  logs: { title: 'CloudWatch Logs', refused: 'Insights, metric filters, subscriptions, JSON and regular-expression filter patterns. `KmsKeyId` is recorded: nothing is encrypted with it.' },
  events: { title: 'EventBridge', refused: 'Event buses other than `default`, schedules, archives, API destinations. Targets are Lambda functions, state machines, queues, topics and log groups; a failed delivery goes to the dead letter queue at once, without the retries.' },
  states: { title: 'Step Functions', refused: 'JSONata, variables, distributed maps, heartbeats, express state machines, activities. Task states call Lambda functions (`lambda:invoke`, or a function ARN), `sqs:sendMessage` and `sns:publish`, nothing else.' },
  sqs: { title: 'SQS', refused: 'FIFO queues, batches, changing visibility. Messages are lost when the cloud ends; the queues are kept.' },
  monitoring: { title: 'CloudWatch', refused: 'Reading metrics. Nothing is computed: alarms never change their state.' },
};

/** By `<signing name>:<operation>`. */
export const OPERATION_REMARKS: Readonly<Record<string, Remark>> = {
  's3:PutBucketVersioning': recorded('every put replaces the object; there are no versions'),
  's3:ListObjectVersions': limited('each object has the one version `null`'),
  's3:PutBucketLifecycleConfiguration': recorded('nothing expires'),
  's3:PutBucketLogging': recorded('no access log is written'),
  's3:PutBucketOwnershipControls': recorded('the bucket owner owns everything'),
  's3:PutBucketNotificationConfiguration': recorded('an empty configuration is taken, any other is refused'),
  's3:GetBucketAcl': limited('always the owner with FULL_CONTROL'),
  's3:GetObjectAcl': limited('always the owner with FULL_CONTROL'),
  's3:DeleteObject': limited('`If-Match` is refused'),
  'lambda:GetFunction': limited('without a link to the code'),
  'sts:GetSessionToken': refused('use AssumeRole'),
  'sts:AssumeRole': limited('session policies and tags are refused'),
  'iam:GetPolicyVersion': limited('the default version only'),
  'cloudformation:DescribeEvents': limited('of a change set only'),
  'cloudformation:ListHookResults': limited('always empty: hooks are not emulated'),
  'cloudformation:ContinueUpdateRollback': limited('skipping resources is refused'),
  'cloudformation:CreateChangeSet': limited('types CREATE and UPDATE; replacement is judged by the CloudFormation resource specification'),
  'sns:Publish': limited('to queues and functions; subscriptions of people and hosts (`email`, `sms`, `https`, …) are recorded'),
  'ec2:DescribeVpnGateways': limited('always empty'),
  'ec2:DescribeInstanceTypes': limited('of a short list'),
  'ec2:DescribeFlowLogs': recorded('nothing is logged'),
  'kms:EnableKeyRotation': recorded('the key material stays'),
  'sagemaker:CreateModel': limited('single models only; with a VpcConfig its look at the artifact counts as coming through the endpoint (open question about AWS)'),
  'sagemaker:CreateTransformJob': limited('DataCaptureConfig is refused; ExperimentConfig and TransformAmiVersion are recorded; its look at the input counts as coming through the endpoint (open question about AWS)'),
  'logs:FilterLogEvents': limited('words and "phrases" only'),
  'states:StartSyncExecution': refused('express state machines'),
  'sqs:ReceiveMessage': limited('messages live in memory'),
  'monitoring:PutMetricData': recorded('kept as a list'),
};

/** By resource type. */
export const RESOURCE_REMARKS: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'nothing is sent anywhere',
  'AWS::CloudFormation::WaitConditionHandle': 'takes no signals; AWS::CloudFormation::WaitCondition is refused',
  'AWS::IAM::ManagedPolicy': 'for roles; users and groups are refused',
  'AWS::IAM::Policy': 'for roles; users and groups are refused',
  'AWS::KMS::Key': 'symmetric only: another KeySpec or KeyUsage, or MultiRegion, is refused; rotation has no effect',
  'AWS::S3::Bucket': 'one default encryption rule; `aws:kms:dsse` is refused',
  'AWS::EC2::VPCEndpoint': 'gateway endpoints decide; interface endpoints exist and carry nothing',
  'AWS::EC2::NatGateway': 'a way to the internet for the decision, no packet passes',
  'AWS::EC2::NetworkAcl': 'shown; not asked',
  'AWS::EC2::NetworkAclEntry': 'shown; not asked',
  'AWS::EC2::FlowLog': 'nothing is logged',
  'AWS::EC2::DHCPOptions': "shown; the preflight reads it, the local job does not",
  'AWS::Logs::LogGroup': 'nothing is encrypted with KmsKeyId',
  'AWS::Lambda::Function': '`nodejs*` with a zip in S3 or ZipFile; Layers, VpcConfig, images, JSON logs and S3ObjectVersion are refused',
  'AWS::Lambda::EventInvokeConfig': 'of `$LATEST` only',
  'AWS::Lambda::LayerVersion': 'refused',
  'AWS::StepFunctions::StateMachine': 'EXPRESS and DefinitionS3Location are refused',
  'AWS::Events::Rule': 'ScheduleExpression, RoleArn, and buses other than `default` are refused',
  'AWS::SQS::Queue': 'FifoQueue is refused',
  'AWS::SNS::Topic': 'FifoTopic is refused; an update of Subscription too',
  'AWS::CloudWatch::Alarm': 'never changes its state',
  'AWS::CloudWatch::Dashboard': 'shown by nobody',
  'AWS::SageMaker::Model': 'the members and limits of CreateModel',
};

/** What is refused of each language. */
export const LANGUAGE_REMARKS = {
  'CloudFormation intrinsic functions': '`Fn::Transform`, `Fn::ForEach` and any other',
  'CloudFormation functions in Rules': '`Fn::RefAll`, `Fn::ValueOf`, `Fn::ValueOfAll`',
  'IAM condition operators': 'none is missing; organisation policies (SCP, RCP) and session policies are never there',
  'AWS managed policies': 'any other: a guessed policy would decide wrongly',
  'States of the States Language': 'fields and modes that are not JSONPath or not inline',
  'Intrinsic functions of the States Language': 'any other',
} as const;
