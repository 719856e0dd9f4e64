import { CfnMapping, Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';

const HOSTS = { 'aws': 'console.aws.amazon.com', 'aws-cn': 'console.amazonaws.cn', 'aws-us-gov': 'console.amazonaws-us-gov.com' } as const;
const LOG_GROUP = '/aws/sagemaker/TransformJobs';

/** Page of a transform job in the console. */
export function jobConsoleUrl(scope: Construct, jobName: string): string {
  return page(scope, 'sagemaker', `transform-jobs/${jobName}`);
}

/** Log streams of a transform job in the console. */
export function jobLogsUrl(scope: Construct, jobName: string): string {
  return page(scope, 'cloudwatch', `logStream:group=${LOG_GROUP};prefix=${jobName};streamFilter=typeLogStreamPrefix`);
}

function page(scope: Construct, service: string, fragment: string): string {
  const { region } = Stack.of(scope);
  return `https://${region}.${host(Stack.of(scope))}/${service}/home?region=${region}#${fragment}`;
}

function host(stack: Stack): string {
  if (!Token.isUnresolved(stack.region)) return HOSTS[(RegionInfo.get(stack.region).partition ?? 'aws') as keyof typeof HOSTS] ?? HOSTS.aws;
  const mapping = (stack.node.tryFindChild('ConsoleHosts') as CfnMapping | undefined)
    ?? new CfnMapping(stack, 'ConsoleHosts', { mapping: Object.fromEntries(Object.entries(HOSTS).map(([partition, name]) => [partition, { name }])) });
  return mapping.findInMap(stack.partition, 'name');
}
