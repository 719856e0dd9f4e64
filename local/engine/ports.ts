import { Readable } from 'node:stream';
import { S3Location } from '../../lib/spec/s3-uri';

export interface ListedObject {
  readonly key: string;
  readonly size: number;
}

export interface ObjectSource {
  /** Every object whose key starts with the location's key, in key order. */
  list(prefix: S3Location): AsyncIterable<ListedObject>;
  open(bucket: string, key: string): Promise<Readable>;
}

export interface ObjectSink {
  /** Stores the whole body, or nothing and rejects when the body ends in an error. */
  put(bucket: string, key: string, body: Readable): Promise<void>;
}

/** One instance: the base URLs of its containers, in the order in which a record passes through them. */
export interface TransformInstance {
  readonly name: string;
  readonly containers: readonly string[];
}

export interface TransformLog {
  /** `stream` is the instance's name, or `<instance>/data-log`. */
  line(stream: string, text: string): void;
}

export interface TransformClock {
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export type TransformEvent =
  | { readonly type: 'object-started'; readonly key: string; readonly instance: string }
  | { readonly type: 'object-done'; readonly key: string; readonly output: string; readonly invocations: number }
  | { readonly type: 'object-failed'; readonly key: string; readonly message: string }
  | { readonly type: 'object-skipped'; readonly key: string; readonly message: string }
  | { readonly type: 'invocation'; readonly key: string; readonly status?: number; readonly bytes: number; readonly attempt: number; readonly milliseconds: number };

export interface TransformPorts {
  readonly source: ObjectSource;
  readonly sink: ObjectSink;
  readonly instances: readonly TransformInstance[];
  readonly log: TransformLog;
  readonly clock: TransformClock;
  readonly report: (event: TransformEvent) => void;
}

export interface TransformOutcome {
  readonly status: 'Completed' | 'Failed' | 'Stopped';
  readonly failureReason?: string;
  readonly objects: { readonly done: number; readonly failed: number; readonly skipped: number };
}
