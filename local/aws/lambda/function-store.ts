import { randomUUID } from 'node:crypto';
import { NamedPolicy, PolicyStatement } from '../../access/model';
import { CodePackage } from '../../functions/unpacked-code';
import { Clock, CloudIdentity } from '../../services';
import { Table } from '../../store/table';
import { AwsError } from '../wire/aws-error';
import { parseFunctionName } from './function-name';
import { AsyncSettings, FunctionRecord, FunctionSettings } from './function-record';

export interface StoreOptions {
  readonly folder?: string;
  readonly identity: CloudIdentity;
  readonly clock: Pick<Clock, 'now'>;
}

/** The functions with their versions, aliases, permissions and asynchronous settings. Knows nothing of processes. */
export class FunctionStore {
  private readonly functions: Table<FunctionRecord>;
  private readonly versions: Table<FunctionRecord>;
  private readonly aliases: Table<string>;
  private readonly permissions: Table<PolicyStatement>;
  private readonly asyncSettings: Table<AsyncSettings>;

  constructor(private readonly options: StoreOptions) {
    this.functions = Table.open(options.folder, 'lambda-functions');
    this.versions = Table.open(options.folder, 'lambda-versions');
    this.aliases = Table.open(options.folder, 'lambda-aliases');
    this.permissions = Table.open(options.folder, 'lambda-permissions');
    this.asyncSettings = Table.open(options.folder, 'lambda-async-settings');
  }

  all(): FunctionRecord[] {
    return this.functions.values();
  }

  /** The function, version or alias that a caller names. */
  find(nameOrArn: string, qualifier?: string): FunctionRecord {
    const parsed = parseFunctionName(nameOrArn);
    const wanted = qualifier ?? parsed?.qualifier ?? '$LATEST';
    const latest = parsed && this.functions.get(parsed.name);
    const number = latest && (this.aliases.get(`${latest.functionName}:${wanted}`) ?? wanted);
    const found = number === '$LATEST' ? latest : this.versions.get(`${latest?.functionName}:${number}`);
    if (!found) throw notFound(this.arn(parsed?.name ?? nameOrArn, wanted === '$LATEST' ? undefined : wanted));
    return found;
  }

  arn(functionName: string, qualifier?: string): string {
    const { partition, region, accountId } = this.options.identity;
    return `arn:${partition}:lambda:${region}:${accountId}:function:${functionName}${qualifier ? `:${qualifier}` : ''}`;
  }

  put(functionName: string, code: CodePackage, settings: FunctionSettings): FunctionRecord {
    const record: FunctionRecord = {
      functionName,
      functionArn: this.arn(functionName),
      version: '$LATEST',
      revisionId: randomUUID(),
      lastModified: new Date(this.options.clock.now()).toISOString().replace('Z', '+0000'),
      code,
      settings,
    };
    this.functions.put(functionName, record);
    return record;
  }

  has(functionName: string): boolean {
    return this.functions.has(functionName);
  }

  remove(functionName: string): void {
    this.functions.delete(functionName);
    this.asyncSettings.delete(functionName);
    for (const table of [this.versions, this.aliases, this.permissions]) {
      for (const key of table.keys()) if (key.startsWith(`${functionName}:`)) table.delete(key);
    }
  }

  /** Freezes `$LATEST` under the next number. */
  publish(functionNameOrArn: string, codeSha256?: string): FunctionRecord {
    const latest = this.find(functionNameOrArn, '$LATEST');
    const { functionName, code } = latest;
    if (codeSha256 !== undefined && codeSha256 !== code.codeSha256) {
      throw new AwsError('InvalidParameterValueException', `CodeSHA256 (${codeSha256}) is different from current CodeSHA256 in $LATEST (${code.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`);
    }
    const numbers = this.versions.values().filter((each) => each.functionName === functionName).map((each) => Number(each.version));
    const version = String(Math.max(0, ...numbers) + 1);
    const frozen = { ...latest, version, functionArn: this.arn(functionName, version) };
    this.versions.put(`${functionName}:${version}`, frozen);
    return frozen;
  }

  removeVersion(functionName: string, version: string): void {
    this.versions.delete(`${functionName}:${version}`);
  }

  putAlias(functionName: string, alias: string, version: string): string {
    this.find(functionName, version);
    this.aliases.put(`${functionName}:${alias}`, version);
    return this.arn(functionName, alias);
  }

  removeAlias(functionName: string, alias: string): void {
    this.aliases.delete(`${functionName}:${alias}`);
  }

  putPermission(functionName: string, sid: string, statement: PolicyStatement): void {
    this.permissions.put(`${functionName}:${sid}`, statement);
  }

  removePermission(functionName: string, sid: string): void {
    this.permissions.delete(`${functionName}:${sid}`);
  }

  /** The resource policy: the permissions together. */
  policyOf(functionName: string): NamedPolicy[] {
    const name = parseFunctionName(functionName)?.name;
    const statements = this.permissions.entries().filter(([key]) => key.startsWith(`${name}:`)).map(([, statement]) => statement);
    return statements.length ? [{ name: `function ${name}`, document: { Version: '2012-10-17', Statement: statements } }] : [];
  }

  putAsyncSettings(functionName: string, settings: AsyncSettings): void {
    this.asyncSettings.put(functionName, settings);
  }

  removeAsyncSettings(functionName: string): void {
    this.asyncSettings.delete(functionName);
  }

  asyncSettingsOf(functionName: string): AsyncSettings {
    return this.asyncSettings.get(functionName) ?? {};
  }

  close(): void {
    for (const table of [this.functions, this.versions, this.aliases, this.permissions, this.asyncSettings]) table.close();
  }
}

function notFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404, { Type: 'User' });
}
