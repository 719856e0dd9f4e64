import { CloudIdentity, Clock } from '../../services';
import { Table } from '../../store/table';

export interface StoredParameter {
  readonly name: string;
  readonly type: 'String' | 'StringList';
  readonly value: string;
  readonly version: number;
  readonly lastModified: number;
}

/** The parameter store, as far as the CDK CLI and templates read it. */
export class SsmService {
  private readonly parameters: Table<StoredParameter>;

  constructor(private readonly services: { readonly folder?: string; readonly identity: CloudIdentity; readonly clock: Clock }) {
    this.parameters = Table.open(services.folder, 'ssm-parameters');
  }

  get(name: string): StoredParameter | undefined {
    return this.parameters.get(this.nameOf(name));
  }

  put(name: string, value: string, type: StoredParameter['type'] = 'String'): StoredParameter {
    const version = (this.parameters.get(name)?.version ?? 0) + 1;
    const parameter: StoredParameter = { name, type, value, version, lastModified: this.services.clock.now() };
    this.parameters.put(name, parameter);
    return parameter;
  }

  delete(name: string): boolean {
    return this.parameters.delete(name);
  }

  arn(name: string): string {
    const { partition, region, accountId } = this.services.identity;
    return `arn:${partition}:ssm:${region}:${accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
  }

  /** Name or ARN. */
  nameOf(nameOrArn: string): string {
    const match = /^arn:[^:]+:ssm:[^:]*:[^:]*:parameter(\/.*)$/.exec(nameOrArn);
    if (!match) return nameOrArn;
    return this.parameters.has(match[1]) ? match[1] : match[1].slice(1);
  }
}
