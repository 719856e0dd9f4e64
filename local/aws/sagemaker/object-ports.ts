import { ListedObject, ObjectSink, ObjectSource } from '../../engine/ports';
import { Caller } from '../../access/model';
import { S3 } from '../../services';

/** S3 as the engine reads it: every request as the role, on the job's network path. */
export function objectSource(s3: S3, caller: Caller): ObjectSource {
  return {
    async *list({ bucket, key: prefix }): AsyncGenerator<ListedObject> {
      let startAfter: string | undefined;
      do {
        const listed = s3.listObjects(caller, { bucket, prefix, startAfter });
        yield* listed.objects;
        startAfter = listed.nextStartAfter;
      } while (startAfter !== undefined);
    },
    open: async (bucket, key) => (await s3.getObject(caller, { bucket, key })).body,
  };
}

/** Without a key the request says nothing of encryption, and the bucket's default holds. */
export function objectSink(s3: S3, caller: Caller, kmsKeyId: string | undefined): ObjectSink {
  const encryption = kmsKeyId ? ({ algorithm: 'aws:kms', kmsKeyId } as const) : undefined;
  return {
    put: async (bucket, key, body) => {
      await s3.putObject(caller, { bucket, key, body, encryption });
    },
  };
}
