import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ANSWER_ENCRYPTION_CONTEXT } from '../spec/custom-resource';

export interface LauncherWatchProps {
  /** Does each step of the watch. */
  readonly handler: IFunction;
  /** Encrypts the state machine's log. */
  readonly key: IKey;
}

/** The state machine that waits between two looks at a job. */
export class LauncherWatch extends Construct {
  /** Known before the group exists, because the key's policy names it. */
  public static logGroupName(): string {
    return `/aws/vendedlogs/states/${Aws.STACK_NAME}/transform-job-watch`;
  }

  /** What the function needs to seal and to open an answer URL. */
  public static answerStatement(key: IKey): PolicyStatement {
    const context = Object.entries(ANSWER_ENCRYPTION_CONTEXT).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
    return new PolicyStatement({ actions: ['kms:Encrypt', 'kms:Decrypt'], resources: [key.keyArn], conditions: { StringEquals: Object.fromEntries(context) } });
  }

  public readonly stateMachineArn: string;

  constructor(scope: Construct, id: string, props: LauncherWatchProps) {
    super(scope, id);
    const { handler, key } = props;
    const stack = Stack.of(this);
    const logs = new LogGroup(this, 'Logs', { logGroupName: LauncherWatch.logGroupName(), encryptionKey: key, retention: RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': `arn:${stack.partition}:states:${stack.region}:${stack.account}:stateMachine:*` },
        },
      }),
      description: 'Takes the steps of the watch over SageMaker batch transform jobs',
    });
    const policy = new Policy(this, 'Policy', {
      roles: [role],
      statements: [
        new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] }),
        // None of these knows a resource type. https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
        new PolicyStatement({
          actions: [
            'logs:CreateLogDelivery', 'logs:GetLogDelivery', 'logs:UpdateLogDelivery', 'logs:DeleteLogDelivery', 'logs:ListLogDeliveries', 'logs:PutResourcePolicy', 'logs:DescribeResourcePolicies', 'logs:DescribeLogGroups',
            'xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets',
          ],
          resources: ['*'],
        }),
      ],
    });
    const machine = new CfnStateMachine(this, 'StateMachine', {
      stateMachineType: 'STANDARD',
      definitionString: stack.toJsonString(definition(handler.functionArn)),
      roleArn: role.roleArn,
      // Without execution data: the state holds the sealed answer URL and the names of network parts.
      loggingConfiguration: { level: 'ALL', includeExecutionData: false, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logs.logGroupArn } }] },
      tracingConfiguration: { enabled: true },
    });
    machine.node.addDependency(policy);
    this.stateMachineArn = machine.attrArn;
  }
}

/**
 * Wait, take a step, look whether it was the last. A step that breaks off (throttled, crashed, timed out) is repeated
 * from the same state for hours: a watch that ends early would leave a job that nobody stops.
 */
function definition(functionArn: string): object {
  return {
    Comment: 'Watches one SageMaker batch transform job',
    StartAt: 'Wait',
    States: {
      Wait: { Type: 'Wait', SecondsPath: '$.watch.waitSeconds', Next: 'Step' },
      Step: {
        Type: 'Task',
        Resource: functionArn,
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, BackoffRate: 2, MaxDelaySeconds: 300, MaxAttempts: 100 }],
        Next: 'Done?',
      },
      'Done?': { Type: 'Choice', Choices: [{ Variable: '$.watch.done', BooleanEquals: true, Next: 'End' }], Default: 'Wait' },
      End: { Type: 'Succeed' },
    },
  };
}
