import { CodePackage } from '../../functions/unpacked-code';

/** A function, or a numbered snapshot of one. Plain JSON: a row of a table. */
export interface FunctionRecord {
  readonly functionName: string;
  readonly functionArn: string;
  /** `$LATEST`, or the number of the version. */
  readonly version: string;
  /** Changes with the code and the configuration: processes of an older revision are not used again. */
  readonly revisionId: string;
  readonly lastModified: string;
  readonly code: CodePackage;
  readonly settings: FunctionSettings;
}

export interface FunctionSettings {
  readonly runtime: string;
  readonly handler: string;
  readonly roleArn: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  readonly deadLetterArn?: string;
  readonly kmsKeyArn?: string;
  readonly tracingMode: string;
  readonly ephemeralStorageSize: number;
  readonly architectures: readonly string[];
}

/** What happens to asynchronous invocations (AWS::Lambda::EventInvokeConfig). */
export interface AsyncSettings {
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeSeconds?: number;
  readonly onFailureArn?: string;
  readonly onSuccessArn?: string;
}

/** The body of GetFunctionConfiguration. */
export function configurationOf(record: FunctionRecord): Record<string, unknown> {
  const { settings, code } = record;
  return {
    FunctionName: record.functionName,
    FunctionArn: record.functionArn,
    Runtime: settings.runtime,
    Role: settings.roleArn,
    Handler: settings.handler,
    CodeSize: code.codeSize,
    CodeSha256: code.codeSha256,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memorySize,
    LastModified: record.lastModified,
    Version: record.version,
    RevisionId: record.revisionId,
    ...(Object.keys(settings.environment).length ? { Environment: { Variables: settings.environment } } : {}),
    ...(settings.deadLetterArn ? { DeadLetterConfig: { TargetArn: settings.deadLetterArn } } : {}),
    ...(settings.kmsKeyArn ? { KMSKeyArn: settings.kmsKeyArn } : {}),
    TracingConfig: { Mode: settings.tracingMode },
    EphemeralStorage: { Size: settings.ephemeralStorageSize },
    Architectures: settings.architectures,
    LoggingConfig: { LogFormat: 'Text', LogGroup: settings.logGroup },
    PackageType: 'Zip',
    // Functions are ready when their deployment says so; waiters of the SDK and the CDK ask for these two.
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}
