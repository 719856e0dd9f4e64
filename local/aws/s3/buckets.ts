import { Clock, CloudIdentity } from '../../services';
import { Table } from '../../store/table';
import { BucketRecord, isBucketName, newBucket } from './bucket-record';
import { s3Error } from './s3-errors';

/** The account's buckets and their configurations. Asks nobody for permission: the doors do, CloudFormation need not. */
export class Buckets {
  constructor(
    private readonly table: Table<BucketRecord>,
    private readonly clock: Clock,
    private readonly identity: CloudIdentity,
    private readonly isEmpty: (bucket: string) => boolean,
  ) {}

  all(): BucketRecord[] {
    return this.table.values().sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): BucketRecord | undefined {
    return this.table.get(name);
  }

  get(name: string): BucketRecord {
    const bucket = this.table.get(name);
    if (!bucket) throw s3Error.noSuchBucket(name);
    return bucket;
  }

  create(name: string, configuration: Partial<BucketRecord> = {}): BucketRecord {
    if (!isBucketName(name)) throw s3Error.invalidBucketName(name);
    if (this.table.has(name)) throw s3Error.alreadyOwned(name);
    const bucket = { ...newBucket(name, this.clock.now()), ...configuration };
    this.table.put(name, bucket);
    return bucket;
  }

  change(name: string, changes: Partial<BucketRecord>): BucketRecord {
    const changed = { ...this.get(name), ...changes };
    this.table.put(name, changed);
    return changed;
  }

  delete(name: string): void {
    this.get(name);
    if (!this.isEmpty(name)) throw s3Error.bucketNotEmpty(name);
    this.table.delete(name);
  }

  /** Virtual-hosted names of a bucket, as templates and clients see them. */
  domainNames(name: string) {
    const { region, urlSuffix } = this.identity;
    return {
      DomainName: `${name}.s3.${urlSuffix}`,
      RegionalDomainName: `${name}.s3.${region}.${urlSuffix}`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.${urlSuffix}`,
      WebsiteURL: `http://${name}.s3-website-${region}.${urlSuffix}`,
    };
  }
}
