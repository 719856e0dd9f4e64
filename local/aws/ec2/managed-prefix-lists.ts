import { createHash } from 'node:crypto';
import { parseCidr } from './cidr';
import { invalidValue, notFound } from './ec2-errors';
import { Network } from './network';
import { PrefixListRecord, Tags } from './records';
import { resourceId } from './resource-id';

/** Ids that public templates show. They differ by region, and one id may stand for another service elsewhere. */
const KNOWN_IDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  s3: {
    'us-east-1': 'pl-63a5400a', 'us-east-2': 'pl-7ba54012', 'us-west-1': 'pl-6ba54002', 'us-west-2': 'pl-68a54001', 'ca-central-1': 'pl-7da54014',
    'eu-west-1': 'pl-6da54004', 'eu-central-1': 'pl-6ea54007', 'ap-south-1': 'pl-78a54011', 'ap-northeast-1': 'pl-61a54008', 'ap-northeast-2': 'pl-78a54011',
    'ap-southeast-1': 'pl-6fa54006', 'ap-southeast-2': 'pl-6ca54005', 'sa-east-1': 'pl-6aa54003',
  },
  dynamodb: { 'us-east-1': 'pl-02cd2c6b', 'us-west-2': 'pl-00a54069', 'eu-west-1': 'pl-6fa54006', 'ap-northeast-1': 'pl-78a54011' },
};

/** Stand-ins: AWS's own ranges differ by region and change. No packet is ever routed by them here. */
const RANGES: Readonly<Record<string, readonly string[]>> = {
  s3: ['52.216.0.0/15', '54.231.0.0/16', '3.5.0.0/19'],
  dynamodb: ['52.94.0.0/22', '3.218.180.0/22'],
};

/** The lists of the gateway services, and those the account made. */
export class ManagedPrefixLists {
  constructor(private readonly network: Network) {}

  all(): PrefixListRecord[] {
    return [...Object.keys(RANGES).map((service) => awsPrefixList(service, this.network.region)), ...this.network.customerPrefixLists.all()];
  }

  find(prefixListId: string): PrefixListRecord | undefined {
    return this.all().find((list) => list.prefixListId === prefixListId);
  }

  require(prefixListId: string): PrefixListRecord {
    const list = this.find(prefixListId);
    if (!list) throw notFound('prefixList', prefixListId);
    return list;
  }

  /** `s3` or `dynamodb`: only services with a gateway endpoint have a list. */
  ofService(service: string): PrefixListRecord | undefined {
    return RANGES[service] && awsPrefixList(service, this.network.region);
  }

  create(settings: { name: string; addressFamily: 'IPv4' | 'IPv6'; maxEntries: number; entries: PrefixListRecord['entries']; tags: Tags }): PrefixListRecord {
    return this.network.customerPrefixLists.put({
      prefixListId: resourceId('pl'),
      prefixListName: customerName(settings.name),
      addressFamily: settings.addressFamily,
      owner: 'CUSTOMER',
      version: 1,
      ...checkedEntries(settings),
      tags: settings.tags,
    });
  }

  change(prefixListId: string, settings: { name: string; maxEntries: number; entries: PrefixListRecord['entries']; tags: Tags }): PrefixListRecord {
    const old = this.network.customerPrefixLists.require(prefixListId);
    const { maxEntries, entries } = checkedEntries({ ...settings, addressFamily: old.addressFamily });
    const version = old.version! + (JSON.stringify(entries) === JSON.stringify(old.entries) ? 0 : 1);
    return this.network.customerPrefixLists.put({ ...old, prefixListName: customerName(settings.name), maxEntries, entries, version, tags: settings.tags });
  }

  delete(prefixListId: string): void {
    this.network.customerPrefixLists.delete(prefixListId);
  }
}

function awsPrefixList(service: string, region: string): PrefixListRecord {
  const prefixListName = `com.amazonaws.${region}.${service}`;
  return {
    prefixListId: KNOWN_IDS[service][region] ?? `pl-${createHash('sha256').update(prefixListName).digest('hex').slice(0, 8)}`,
    prefixListName,
    addressFamily: 'IPv4',
    owner: 'AWS',
    entries: RANGES[service].map((cidr) => ({ cidr })),
    tags: {},
  };
}

function customerName(name: string): string {
  if (name.startsWith('com.amazonaws')) throw invalidValue(`The prefix list name ${name} may not start with com.amazonaws.`);
  return name;
}

function checkedEntries({ addressFamily, maxEntries, entries }: { addressFamily: string; maxEntries: number; entries: PrefixListRecord['entries'] }): Pick<PrefixListRecord, 'maxEntries' | 'entries'> {
  if (entries.length > maxEntries) throw invalidValue(`The prefix list has room for ${maxEntries} entries (MaxEntries), got ${entries.length}.`);
  const bad = entries.find(({ cidr }) => (addressFamily === 'IPv4') !== (parseCidr(cidr) !== undefined));
  if (bad) throw invalidValue(`The CIDR ${bad.cidr} is not an ${addressFamily} CIDR block.`);
  return { maxEntries, entries };
}
