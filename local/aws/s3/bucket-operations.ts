import { Readable } from 'node:stream';
import { AwsError } from '../wire/aws-error';
import { readText } from '../wire/body';
import { S3Operations, XML } from './s3-request';
import { S3Service } from './s3-service';
import { parseDocument, xmlDocument } from './xml';

/** The operations on buckets as such. */
export function bucketOperations(s3: S3Service): S3Operations {
  const { buckets, access, identity, owner } = s3;
  const ownerOnly = {
    Owner: owner,
    AccessControlList: { Grant: { Grantee: { ...owner }, Permission: 'FULL_CONTROL' } },
  };
  const acl = () => ({
    status: 200,
    headers: XML,
    body: xmlDocument('AccessControlPolicy', ownerOnly).replace('<Grantee>', '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">'),
  });

  return {
    ListBuckets: ({ caller, query }) => {
      access.requireService(caller, 's3:ListAllMyBuckets', '*');
      const wanted = buckets.all().filter(({ name }) => name.startsWith(query.get('prefix') ?? ''));
      const rows = wanted.map(({ name, created }) => ({ Name: name, CreationDate: new Date(created), BucketRegion: identity.region }));
      return { status: 200, headers: XML, body: xmlDocument('ListAllMyBucketsResult', { Owner: owner, Buckets: { Bucket: rows }, Prefix: query.get('prefix') ?? undefined }) };
    },

    CreateBucket: async ({ caller, bucket, headers, wire }) => {
      access.requireService(caller, 's3:CreateBucket', access.bucketArn(bucket));
      const wanted = await locationConstraint(wire.body);
      const needed = identity.region === 'us-east-1' ? undefined : identity.region;
      if (wanted !== needed) {
        throw new AwsError('IllegalLocationConstraintException', `The ${wanted ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`, 400);
      }
      const acl = headers['x-amz-acl'];
      if (acl !== undefined && acl !== 'private') throw new AwsError('InvalidBucketAclWithObjectOwnership', 'Bucket cannot have ACLs set with ObjectOwnership\'s BucketOwnerEnforced setting', 400);
      buckets.create(bucket, headers['x-amz-object-ownership'] === undefined ? {} : { ownership: headers['x-amz-object-ownership'] });
      return { status: 200, headers: { location: `/${bucket}` } };
    },

    DeleteBucket: ({ caller, bucket }) => {
      access.requireBucket(caller, 's3:DeleteBucket', buckets.get(bucket));
      s3.deleteBucket(bucket);
      return { status: 204 };
    },

    HeadBucket: ({ caller, bucket }) => {
      access.requireBucket(caller, 's3:ListBucket', buckets.get(bucket));
      return { status: 200, headers: { ...XML, 'x-amz-bucket-region': identity.region } };
    },

    GetBucketLocation: ({ caller, bucket }) => {
      access.requireBucket(caller, 's3:GetBucketLocation', buckets.get(bucket));
      const region = identity.region === 'us-east-1' ? '' : identity.region;
      return { status: 200, headers: XML, body: xmlDocument('LocationConstraint', {}).replace('></LocationConstraint>', `>${region}</LocationConstraint>`) };
    },

    GetBucketAcl: ({ caller, bucket }) => {
      access.requireBucket(caller, 's3:GetBucketAcl', buckets.get(bucket));
      return acl();
    },

    GetObjectAcl: ({ caller, bucket, key }) => {
      s3.reader.find({ caller, bucket, key, eventName: 'GetObjectAcl' }, 's3:GetObjectAcl');
      return acl();
    },
  };
}

async function locationConstraint(body: Readable): Promise<string | undefined> {
  const text = await readText(body, 65_536);
  return text ? parseDocument(text, 'CreateBucketConfiguration').LocationConstraint : undefined;
}
