import { S3Client } from '@aws-sdk/client-s3';
import { Caller } from '../../../local/access/model';
import { KmsService } from '../../../local/aws/kms/kms-service';
import { s3Door } from '../../../local/aws/s3/s3-door';
import { S3Service } from '../../../local/aws/s3/s3-service';
import { CloudEvent } from '../../../local/services';
import { serveDoor } from './door-server';
import { IDENTITY, RecordingAuthority, roleCaller, StandingClock } from './recording-authority';

/** S3 and KMS behind a loopback port, with the real SDK client before it. */
export async function s3UnderTest(options: { readonly folder?: string } = {}) {
  const clock = new StandingClock();
  const authority = new RecordingAuthority();
  const events: Array<Omit<CloudEvent, 'time'>> = [];
  const services = { folder: options.folder, identity: IDENTITY, clock, authority };
  const kms = new KmsService(services);
  const s3 = new S3Service({ ...services, kms, report: (event) => events.push(event) });
  let caller: Caller = roleCaller();
  const server = await serveDoor(s3Door(s3), () => caller);
  const client = new S3Client({
    endpoint: server.endpoint,
    region: IDENTITY.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return {
    clock,
    authority,
    events,
    kms,
    s3,
    client,
    endpoint: server.endpoint,
    actAs: (other: Caller) => {
      caller = other;
    },
    close: async () => {
      client.destroy();
      await server.close();
      s3.close();
      kms.close();
    },
  };
}

export type S3UnderTest = Awaited<ReturnType<typeof s3UnderTest>>;
