import { AwsError } from '../wire/aws-error';
import { readText } from '../wire/body';
import { BUCKET_CONFIGURATIONS, BucketConfiguration } from './bucket-configuration';
import { BucketRecord } from './bucket-record';
import { S3Operation, S3Operations, XML } from './s3-request';
import { S3Service } from './s3-service';

const DOCUMENT_BYTES = 1 << 20;

/** `Get`, `Put` and (where there is one) `Delete` of a sub-resource. */
function operationsOf(configuration: BucketConfiguration, { buckets, access }: S3Service): S3Operations {
  const { noun, getAction, putAction } = configuration;
  const permitted = ({ caller, bucket }: Parameters<S3Operation>[0], action: string): BucketRecord => {
    const record = buckets.get(bucket);
    access.requireBucket(caller, action, record);
    return record;
  };
  const removal: { name: string; changes?: Partial<BucketRecord>; lifecycle?: true } =
    noun === 'BucketLifecycleConfiguration' ? { name: 'DeleteBucketLifecycle', lifecycle: true } : { name: `Delete${noun}`, changes: configuration.removed };
  return {
    [`Get${noun}`]: (request) => ({ status: 200, headers: XML, body: configuration.show(permitted(request, getAction)) }),
    [`Put${noun}`]: async (request) => {
      const xml = await readText(request.wire.body, DOCUMENT_BYTES);
      const record = permitted(request, putAction);
      buckets.change(record.name, configuration.read(xml, record));
      return { status: 200 };
    },
    ...(removal.changes || removal.lifecycle
      ? {
          [removal.name]: (request) => {
            const record = permitted(request, putAction);
            buckets.change(record.name, removal.changes ?? { recorded: { ...record.recorded, lifecycle: undefined } });
            return { status: 204 };
          },
        }
      : {}),
  };
}

/** The operations on the configurations of a bucket, its policy among them. */
export function configurationOperations(s3: S3Service): S3Operations {
  const { buckets, access } = s3;
  return {
    ...Object.assign({}, ...Object.values(BUCKET_CONFIGURATIONS).map((configuration) => operationsOf(configuration, s3))),

    GetBucketPolicy: ({ caller, bucket }) => {
      const record = buckets.get(bucket);
      access.requireBucket(caller, 's3:GetBucketPolicy', record);
      if (!record.policy) throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: bucket });
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(record.policy) };
    },

    PutBucketPolicy: async ({ caller, bucket, wire }) => {
      access.requireBucket(caller, 's3:PutBucketPolicy', buckets.get(bucket));
      s3.putBucketPolicy(bucket, await readText(wire.body, DOCUMENT_BYTES));
      return { status: 204 };
    },

    DeleteBucketPolicy: ({ caller, bucket }) => {
      access.requireBucket(caller, 's3:DeleteBucketPolicy', buckets.get(bucket));
      buckets.change(bucket, { policy: undefined });
      return { status: 204 };
    },
  };
}
