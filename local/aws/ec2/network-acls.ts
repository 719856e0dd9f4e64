import { AwsError } from '../wire/aws-error';
import { dependencyViolation, invalidValue } from './ec2-errors';
import { Network } from './network';
import { NetworkAclEntryRecord, NetworkAclRecord, Tags } from './records';
import { resourceId } from './resource-id';

/** Every list ends with this entry, which cannot be taken out. */
const LAST = 32767;
const denyRest = (egress: boolean): NetworkAclEntryRecord => ({ ruleNumber: LAST, egress, protocol: '-1', ruleAction: 'deny', cidrBlock: '0.0.0.0/0' });

export class NetworkAcls {
  constructor(private readonly network: Network) {}

  /** Each VPC comes with one that lets everything through. */
  createDefault(vpcId: string): NetworkAclRecord {
    const allowAll = (egress: boolean): NetworkAclEntryRecord => ({ ruleNumber: 100, egress, protocol: '-1', ruleAction: 'allow', cidrBlock: '0.0.0.0/0' });
    return this.network.networkAcls.put({ networkAclId: resourceId('acl'), vpcId, isDefault: true, entries: [allowAll(true), denyRest(true), allowAll(false), denyRest(false)], associations: [], tags: {} });
  }

  create(vpcId: string, tags: Tags): NetworkAclRecord {
    this.network.vpcs.require(vpcId);
    return this.network.networkAcls.put({ networkAclId: resourceId('acl'), vpcId, isDefault: false, entries: [denyRest(true), denyRest(false)], associations: [], tags });
  }

  tag(networkAclId: string, tags: Tags): void {
    this.network.networkAcls.put({ ...this.network.networkAcls.require(networkAclId), tags });
  }

  delete(networkAclId: string): void {
    const acl = this.network.networkAcls.find(networkAclId);
    if (!acl) return;
    if (acl.isDefault || acl.associations.length > 0) throw dependencyViolation('networkAcl', networkAclId);
    this.network.networkAcls.delete(networkAclId);
  }

  createEntry(networkAclId: string, entry: NetworkAclEntryRecord): void {
    const acl = this.network.networkAcls.require(networkAclId);
    const wanted = checked(entry);
    if (acl.entries.some((other) => sameNumber(other, wanted))) {
      throw new AwsError('NetworkAclEntryAlreadyExists', `The network acl entry identified by ${wanted.ruleNumber} already exists.`);
    }
    this.network.networkAcls.put({ ...acl, entries: [...acl.entries, wanted] });
  }

  replaceEntry(networkAclId: string, entry: NetworkAclEntryRecord): void {
    const acl = this.network.networkAcls.require(networkAclId);
    const wanted = checked(entry);
    this.network.networkAcls.put({ ...acl, entries: [...acl.entries.filter((other) => !sameNumber(other, wanted)), wanted] });
  }

  deleteEntry(networkAclId: string, ruleNumber: number, egress: boolean): void {
    const acl = this.network.networkAcls.find(networkAclId);
    if (acl) this.network.networkAcls.put({ ...acl, entries: acl.entries.filter((other) => !sameNumber(other, { ruleNumber, egress })) });
  }

  /** Takes the subnet away from the list it had. */
  associate(networkAclId: string, subnetId: string): string {
    const acl = this.network.networkAcls.require(networkAclId);
    if (this.network.subnets.require(subnetId).vpcId !== acl.vpcId) throw invalidValue(`The network acl ${networkAclId} and the subnet ${subnetId} belong to different networks`);
    const old = this.network.networkAcls.all().find(({ associations }) => associations.some((one) => one.subnetId === subnetId));
    if (old) this.network.networkAcls.put({ ...old, associations: old.associations.filter((one) => one.subnetId !== subnetId) });
    const associationId = resourceId('aclassoc');
    const present = this.network.networkAcls.require(networkAclId);
    this.network.networkAcls.put({ ...present, associations: [...present.associations, { associationId, subnetId }] });
    return associationId;
  }

  /** Back to the default list. */
  disassociate(associationId: string): void {
    const acl = this.network.networkAcls.all().find(({ associations }) => associations.some((one) => one.associationId === associationId));
    if (acl) this.network.networkAcls.put({ ...acl, associations: acl.associations.filter((one) => one.associationId !== associationId) });
  }

  /** Those that were made and, of a default list, the subnets that no other list has. */
  associations(acl: NetworkAclRecord): Array<{ associationId: string; subnetId: string }> {
    if (!acl.isDefault) return [...acl.associations];
    const elsewhere = new Set(this.network.networkAcls.all().flatMap(({ associations }) => associations.map((one) => one.subnetId)));
    const rest = this.network.subnets.all().filter((subnet) => subnet.vpcId === acl.vpcId && !elsewhere.has(subnet.subnetId));
    return [...acl.associations, ...rest.map(({ subnetId }) => ({ associationId: `aclassoc-${subnetId.slice('subnet-'.length)}`, subnetId }))];
  }
}

function sameNumber(one: Pick<NetworkAclEntryRecord, 'ruleNumber' | 'egress'>, other: Pick<NetworkAclEntryRecord, 'ruleNumber' | 'egress'>): boolean {
  return one.ruleNumber === other.ruleNumber && one.egress === other.egress;
}

function checked(entry: NetworkAclEntryRecord): NetworkAclEntryRecord {
  if (!(Number.isInteger(entry.ruleNumber) && entry.ruleNumber >= 1 && entry.ruleNumber < LAST)) {
    throw invalidValue(`Value (${entry.ruleNumber}) for parameter ruleNumber is invalid. It must be between 1 and 32766.`);
  }
  if (entry.ruleAction !== 'allow' && entry.ruleAction !== 'deny') throw invalidValue(`Value (${entry.ruleAction}) for parameter ruleAction is invalid. It must be allow or deny.`);
  if ((entry.cidrBlock === undefined) === (entry.ipv6CidrBlock === undefined)) throw invalidValue('An entry of a network acl has either cidrBlock or ipv6CidrBlock.');
  return entry;
}
