import * as os from 'node:os';
import { CloudIdentity, Credentials } from '../../services';
import { FunctionRecord } from './function-record';

export interface EnvironmentOptions {
  readonly record: FunctionRecord;
  readonly identity: CloudIdentity;
  readonly endpoint: string;
  readonly taskRoot: string;
  readonly nodeModules: string;
  readonly logStream: string;
  /** Of the parent's environment, only this. */
  readonly path: string;
}

/** The whole environment of a function's process: what Lambda sets, the function's own variables, and the way to the local cloud. */
export function functionEnvironment(options: EnvironmentOptions): Record<string, string> {
  const { record, identity, endpoint, taskRoot, nodeModules, logStream } = options;
  return {
    PATH: options.path,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    TMPDIR: os.tmpdir(),
    NODE_PATH: nodeModules,
    ...record.settings.environment,
    _HANDLER: record.settings.handler,
    LAMBDA_TASK_ROOT: taskRoot,
    AWS_EXECUTION_ENV: `AWS_Lambda_${record.settings.runtime}`,
    AWS_REGION: identity.region,
    AWS_DEFAULT_REGION: identity.region,
    AWS_LAMBDA_FUNCTION_NAME: record.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: record.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(record.settings.memorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: record.settings.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_ENDPOINT_URL: endpoint,
    // Nothing of the developer's own AWS configuration may reach a function.
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: os.devNull,
    AWS_SHARED_CREDENTIALS_FILE: os.devNull,
    HOME: taskRoot,
  };
}

/** The session credentials of one invocation. With the expiration, SDK clients that outlive them ask again. */
export function credentialEnvironment(credentials: Credentials): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    ...(credentials.expiration === undefined ? {} : { AWS_CREDENTIAL_EXPIRATION: new Date(credentials.expiration).toISOString() }),
  };
}
