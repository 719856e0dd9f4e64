import { AwsError, notEmulated } from '../wire/aws-error';
import { FunctionSettings } from './function-record';

type Properties = Readonly<Record<string, any>>;

/** Variables that the runtime sets itself. */
const RESERVED = [
  '_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR',
];
const ENVIRONMENT_BYTES = 4096;

/** Reads the properties of an AWS::Lambda::Function, and refuses what the service would refuse. */
export function functionSettings(properties: Properties, functionName: string, stackTags: Readonly<Record<string, string>> = {}): FunctionSettings {
  const runtime = String(properties.Runtime ?? '');
  if (!runtime.startsWith('nodejs')) throw notEmulated(`AWS::Lambda::Function with Runtime ${runtime || '(none)'}: only nodejs runtimes`);
  if ((properties.PackageType ?? 'Zip') !== 'Zip') throw notEmulated(`AWS::Lambda::Function with PackageType ${properties.PackageType}`);
  if (properties.Layers?.length) throw notEmulated('AWS::Lambda::Function with Layers');
  if (properties.VpcConfig?.SubnetIds?.length) throw notEmulated('AWS::Lambda::Function with VpcConfig');
  if ((properties.LoggingConfig?.LogFormat ?? 'Text') !== 'Text') throw notEmulated(`AWS::Lambda::Function with LoggingConfig.LogFormat ${properties.LoggingConfig.LogFormat}`);
  if (typeof properties.Handler !== 'string') throw invalid('Handler is required for a function of package type Zip');
  const reserved = Number(properties.ReservedConcurrentExecutions);
  return {
    runtime,
    handler: properties.Handler,
    roleArn: roleArn(properties.Role),
    description: String(properties.Description ?? ''),
    timeoutSeconds: within('Timeout', properties.Timeout ?? 3, 1, 900),
    memorySize: within('MemorySize', properties.MemorySize ?? 128, 128, 10_240),
    environment: environment(properties.Environment?.Variables ?? {}),
    logGroup: String(properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`),
    tags: { ...stackTags, ...Object.fromEntries((properties.Tags ?? []).map((tag: { Key: string; Value: string }) => [tag.Key, tag.Value])) },
    reservedConcurrency: properties.ReservedConcurrentExecutions === undefined ? undefined : reserved,
    deadLetterArn: properties.DeadLetterConfig?.TargetArn,
    kmsKeyArn: properties.KmsKeyArn,
    tracingMode: properties.TracingConfig?.Mode ?? 'PassThrough',
    ephemeralStorageSize: within('EphemeralStorage.Size', properties.EphemeralStorage?.Size ?? 512, 512, 10_240),
    architectures: properties.Architectures ?? ['x86_64'],
  };
}

function roleArn(role: unknown): string {
  if (typeof role !== 'string' || !/^arn:[^:]+:iam::\d{12}:role\/.+/.test(role)) throw invalid(`Role must be the ARN of a role, got ${JSON.stringify(role)}`);
  return role;
}

function environment(variables: Properties): Record<string, string> {
  const reserved = Object.keys(variables).filter((name) => RESERVED.includes(name));
  if (reserved.length) {
    throw invalid(`Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`);
  }
  const texts = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
  if (Buffer.byteLength(JSON.stringify(texts)) > ENVIRONMENT_BYTES) {
    throw invalid(`Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(texts)}`);
  }
  return texts;
}

function within(name: string, value: unknown, least: number, most: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most) throw invalid(`${name} must be a whole number from ${least} to ${most}, got ${JSON.stringify(value)}`);
  return number;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
