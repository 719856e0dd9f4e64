import { PolicyDocument } from '../../access/model';
import { Clock, CloudIdentity } from '../../services';
import { Table } from '../../store/table';
import { notEmulated } from '../wire/aws-error';
import { awsManagedPolicies } from './aws-managed-policies';
import { alreadyExists, noSuchEntity } from './iam-errors';
import { checkName, withinQuota } from './iam-limits';
import { policySize, readPolicy } from './policy-document';
import { uniqueId } from './unique-id';

export interface ManagedPolicy {
  readonly policyName: string;
  readonly arn: string;
  readonly policyId: string;
  readonly path: string;
  readonly description?: string;
  readonly document: PolicyDocument;
  /** `v1`, `v2`, …: only the default version is kept, as CloudFormation keeps it. */
  readonly version: string;
  readonly createDate: string;
  readonly updateDate: string;
}

/** When the policies of AWS count as made; their true dates are not known here. */
const AWS_POLICY_DATE = '2015-02-06T18:39:46.000Z';

/** Customer managed policies, and those of AWS that are known. */
export class ManagedPolicies {
  private readonly table: Table<ManagedPolicy>;

  constructor(folder: string | undefined, private readonly identity: CloudIdentity, private readonly clock: Pick<Clock, 'now'>) {
    this.table = Table.open<ManagedPolicy>(folder, 'iam-policies');
  }

  /** Throws when there is no such policy, and by name when AWS has it but the local cloud does not. */
  get(arn: string): ManagedPolicy {
    const policy = this.table.get(arn) ?? this.ofAws(arn);
    if (!policy) throw noSuchEntity(`Policy ${arn}`);
    return policy;
  }

  /** Like `get`, for evaluation: a policy that is gone allows nothing. */
  find(arn: string): ManagedPolicy | undefined {
    return this.table.get(arn) ?? (this.isOfAws(arn) ? this.ofAws(arn) : undefined);
  }

  create(props: { readonly policyName: string; readonly document: unknown; readonly path?: string; readonly description?: string }): ManagedPolicy {
    const { policyName, path = '/', description } = props;
    checkName('policyName', policyName);
    checkName('path', path);
    const arn = `arn:${this.identity.partition}:iam::${this.identity.accountId}:policy${path}${policyName}`;
    if (this.table.values().some((other) => other.policyName.toLowerCase() === policyName.toLowerCase())) throw alreadyExists(`A policy called ${policyName}`);
    const document = this.read(policyName, props.document);
    const now = this.now();
    return this.store({ policyName, arn, policyId: uniqueId('ANPA'), path, description, document, version: 'v1', createDate: now, updateDate: now });
  }

  /** Makes the document the new default version. */
  update(arn: string, document: unknown): ManagedPolicy {
    const policy = this.get(arn);
    const version = `v${Number(policy.version.slice(1)) + 1}`;
    return this.store({ ...policy, document: this.read(policy.policyName, document), version, updateDate: this.now() });
  }

  delete(arn: string): void {
    this.table.delete(arn);
  }

  close(): void {
    this.table.close();
  }

  private store(policy: ManagedPolicy): ManagedPolicy {
    this.table.put(policy.arn, policy);
    return policy;
  }

  private read(name: string, written: unknown): PolicyDocument {
    const document = readPolicy('identity', name, written);
    withinQuota('PolicySize', policySize(document));
    return document;
  }

  private isOfAws(arn: string): boolean {
    return arn.startsWith(`arn:${this.identity.partition}:iam::aws:policy/`);
  }

  private ofAws(arn: string): ManagedPolicy | undefined {
    if (!this.isOfAws(arn)) return undefined;
    const name = arn.slice(arn.indexOf('policy/') + 'policy/'.length);
    if (!Object.hasOwn(awsManagedPolicies, name)) throw notEmulated(`the AWS managed policy "${name}" (known: ${Object.keys(awsManagedPolicies).join(', ')}); write its statements into a policy of your own`);
    const cut = name.lastIndexOf('/') + 1;
    return {
      policyName: name.slice(cut),
      arn,
      policyId: `ANPA${name.replace(/[^A-Za-z]/g, '').toUpperCase().slice(-17).padStart(17, 'A')}`,
      path: `/${name.slice(0, cut)}`,
      document: awsManagedPolicies[name],
      version: 'v1',
      createDate: AWS_POLICY_DATE,
      updateDate: AWS_POLICY_DATE,
    };
  }

  private now(): string {
    return new Date(this.clock.now()).toISOString();
  }
}
