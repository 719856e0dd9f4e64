import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { LAUNCHER_ENVIRONMENT } from '../spec/custom-resource';
import { AllowedJob, JobStatements } from './launcher-job-statements';
import { LauncherWatch } from './launcher-watch';

const ID = 'TransformJobLauncher';
/** From lib/private as from dist/private. */
const BUNDLE = path.join(__dirname, '..', '..', 'dist', 'launcher-bundle');
const RUNTIME = Runtime.NODEJS_22_X;
/** Two minutes of retries at creation, the preflight and the answer's own retries, with time to spare. */
const TIMEOUT = Duration.minutes(5);

/**
 * The stack's one Lambda function and one state machine that launch, watch and stop its transform jobs.
 *
 * Everything goes with the stack: the key protects answer URLs on their way and the logs of function and state
 * machine, both of which are deleted too, so nothing is left that it could still be needed for.
 */
export class TransformJobLauncher extends Construct {
  /** The launcher of the scope's stack, made when first asked for. */
  public static of(scope: Construct): TransformJobLauncher {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(ID) as TransformJobLauncher | undefined) ?? new TransformJobLauncher(stack, ID);
  }

  /** What a custom resource names as its provider. */
  public readonly serviceToken: string;
  /** What a job's custom resource hands over; the function cannot know it without a cycle. */
  public readonly stateMachineArn: string;
  /** All that a custom resource must not outlive: function, policies, state machine. */
  public readonly ready: IDependable;
  private readonly statements: JobStatements;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    const logGroupName = `/cdk-secure-batch-transform/${Aws.STACK_NAME}/launcher`;
    const watchLogGroupName = LauncherWatch.logGroupName();
    const key = this.key([logGroupName, watchLogGroupName]);
    const logGroup = new LogGroup(this, 'Logs', { logGroupName, encryptionKey: key, retention: RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: 'Launches and watches SageMaker batch transform jobs' });
    const handler = new Function(this, 'Function', {
      description: 'Launches, watches and stops the SageMaker batch transform jobs of this stack',
      code: Code.fromAsset(bundle()),
      handler: 'index.handler',
      runtime: RUNTIME,
      timeout: TIMEOUT,
      memorySize: 256,
      // Its policy names the state machine, which names the function: the function must not wait for the policy.
      role: role.withoutPolicyUpdates(),
      logGroup,
      environment: { [LAUNCHER_ENVIRONMENT.answerKeyArn]: key.keyArn },
    });
    const watch = new LauncherWatch(this, 'Watch', { handler, key });
    const policy = new Policy(this, 'Policy', { roles: [role] });
    policy.addStatements(
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
      LauncherWatch.answerStatement(key),
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [watch.stateMachineArn] }),
    );
    this.statements = new JobStatements(policy);
    this.serviceToken = handler.functionArn;
    this.stateMachineArn = watch.stateMachineArn;
    const ready = new DependencyGroup(handler, policy);
    ready.add(watch);
    this.ready = ready;
  }

  /** Lets the launcher run the job as it is described, and nothing else. Adds statements, no resources. */
  public allowJob(job: AllowedJob): void {
    this.statements.allowJob(job);
  }

  /** Lets the launcher look up the region's S3 prefix list. */
  public allowPrefixListLookup(): void {
    this.statements.allowLooking('ec2:DescribeManagedPrefixLists');
  }

  /** CloudWatch Logs may use the key for the named groups only: by name, as their ARNs would make a cycle. */
  private key(logGroupNames: string[]): Key {
    const stack = Stack.of(this);
    const key = new Key(this, 'Key', { description: `Answer URLs and logs of the transform job launcher of ${Aws.STACK_NAME}`, enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });
    key.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroupNames.map((name) => `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${name}`) } },
      }),
    );
    return key;
  }
}

function bundle(): string {
  if (existsSync(path.join(BUNDLE, 'index.js'))) return BUNDLE;
  throw new Error(`the launcher's bundle is missing at ${BUNDLE}: run "npm run bundle" (published packages contain it)`);
}
