import * as fs from 'node:fs';
import * as path from 'node:path';
import { Connection } from './connection';

/**
 * Environment for a child that talks to the local cloud and can reach nothing else of AWS: its own home, empty
 * configuration files, no profile, no instance metadata, every service's endpoint on the loopback port.
 */
export function closedEnvironment(connection: Connection, home: string): NodeJS.ProcessEnv {
  fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  const empty = path.join(home, 'empty');
  fs.writeFileSync(empty, '', { mode: 0o600 });
  return {
    PATH: process.env.PATH,
    LANG: process.env.LANG,
    TERM: process.env.TERM,
    TMPDIR: process.env.TMPDIR,
    NO_COLOR: process.env.NO_COLOR,
    CI: process.env.CI,
    HOME: home,
    CDK_HOME: path.join(home, '.cdk'),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
    JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1',
    AWS_ENDPOINT_URL: connection.endpoint,
    AWS_ACCESS_KEY_ID: connection.accessKeyId,
    AWS_SECRET_ACCESS_KEY: connection.secretAccessKey,
    AWS_REGION: connection.region,
    AWS_DEFAULT_REGION: connection.region,
    AWS_CONFIG_FILE: empty,
    AWS_SHARED_CREDENTIALS_FILE: empty,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
    NODE_NO_WARNINGS: '1',
  };
}
