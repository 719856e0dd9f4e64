import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AuditRecord, Connection, NETWORK_HEADER, SessionCredentials, TRANSPORT_HEADER } from '../../local';

/** One way to ask for the same photo, and how it was decided. */
export interface AccessRow {
  readonly who: string;
  readonly from: string;
  readonly allowed: boolean;
  /** The statements that decided, in the evaluator's words. */
  readonly why: string;
}

export interface AccessQuestion {
  readonly who: string;
  readonly from: string;
  readonly credentials: SessionCredentials;
  /** The endpoint that the request comes through; absent: from outside. */
  readonly vpcEndpointId?: string;
  readonly withoutTls?: boolean;
}

/** Asks the object store for one object in each way, with real signed requests, and reads the decision in the audit log. */
export async function askAccess(
  connection: Connection,
  object: { readonly bucket: string; readonly key: string },
  questions: readonly AccessQuestion[],
  audit: () => readonly AuditRecord[],
): Promise<AccessRow[]> {
  const rows: AccessRow[] = [];
  for (const question of questions) {
    const client = new S3Client({ endpoint: connection.endpoint, region: connection.region, credentials: question.credentials, forcePathStyle: true, maxAttempts: 1 });
    addHeaders(client, { ...(question.vpcEndpointId ? { [NETWORK_HEADER]: question.vpcEndpointId } : {}), ...(question.withoutTls ? { [TRANSPORT_HEADER]: 'http' } : {}) });
    const before = audit().length;
    const allowed = await client.send(new GetObjectCommand({ Bucket: object.bucket, Key: object.key })).then(
      async ({ Body }) => Boolean(await Body?.transformToByteArray()),
      (error: Error) => {
        if (error.name !== 'AccessDenied') throw error;
        return false;
      },
    );
    const decided = audit().slice(before).filter(({ eventSource }) => eventSource === 's3.amazonaws.com').at(-1);
    rows.push({ who: question.who, from: question.from, allowed, why: decided?.decision.explanation ?? 'no decision was recorded' });
    client.destroy();
  }
  return rows;
}

/** Where a request comes from is said in a header, because the loopback port has no subnets. */
function addHeaders(client: S3Client, headers: Readonly<Record<string, string>>): void {
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: Record<string, string> }).headers, headers);
      return next(args);
    },
    { step: 'build', name: 'where-it-comes-from' },
  );
}
