import { Readable } from 'node:stream';
import { TransformJobSpec } from '../../../lib/spec/transform-job-spec';
import { Choices, RECOMMENDED } from '../../../local/engine/choices';
import { TransformEvent, TransformOutcome } from '../../../local/engine/ports';
import { runTransform } from '../../../local/engine/run-transform';
import { Answer, TestContainer } from './_container';

export type Members = Omit<Partial<TransformJobSpec>, 'TransformInput' | 'TransformOutput'> & {
  TransformInput?: Partial<TransformJobSpec['TransformInput']>;
  TransformOutput?: Partial<TransformJobSpec['TransformOutput']>;
};

export function job(members: Members = {}, uri = 's3://in/data/', type = 'S3Prefix'): TransformJobSpec {
  return {
    ModelName: 'm',
    TransformResources: { InstanceType: 'ml.c5.xlarge', InstanceCount: 1 },
    ...members,
    TransformInput: { DataSource: { S3DataSource: { S3DataType: type, S3Uri: uri } }, ...members.TransformInput },
    TransformOutput: { S3OutputPath: 's3://out/results', ...members.TransformOutput },
  };
}

export interface Run {
  outcome: TransformOutcome;
  /** Stored objects: `bucket/key` to text. */
  stored: Record<string, string>;
  /** Data-log lines without their time stamps. */
  log: string[];
  events: TransformEvent[];
  sent: string[];
  container: TestContainer;
}

export interface Setup {
  readonly answer?: Answer;
  readonly executionParameters?: string;
  readonly choices?: Partial<Choices>;
  readonly instances?: number;
  readonly refuse?: (what: 'list' | 'get' | 'put', key: string) => string | undefined;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TransformEvent) => void;
  /** Bytes of a chunk that storage hands out. */
  readonly chunk?: number;
}

export const echo: Answer = ({ body }) => ({ body });

/** Runs a job over objects in memory (`bucket/key` to content) and one container in this process. */
export async function transform(spec: TransformJobSpec, objects: Record<string, string | Buffer>, setup: Setup = {}): Promise<Run> {
  const container = await TestContainer.start(setup.answer ?? echo, setup.executionParameters);
  const stored: Record<string, string> = {};
  const log: string[] = [];
  const events: TransformEvent[] = [];
  const refuse = (what: 'list' | 'get' | 'put', key: string) => {
    const message = setup.refuse?.(what, key);
    if (message) throw new Error(message);
  };
  try {
    const outcome = await runTransform(
      spec,
      {
        source: {
          async *list({ bucket, key: prefix }) {
            refuse('list', prefix);
            for (const [name, content] of Object.entries(objects).sort()) {
              if (name.startsWith(`${bucket}/${prefix}`)) yield { key: name.slice(bucket.length + 1), size: content.length };
            }
          },
          async open(bucket, key) {
            refuse('get', key);
            const content = objects[`${bucket}/${key}`];
            if (content === undefined) throw new Error('The specified key does not exist.');
            return Readable.from(slices(Buffer.from(content), setup.chunk ?? 64 * 1024), { objectMode: false });
          },
        },
        sink: {
          async put(bucket, key, body) {
            refuse('put', key);
            const chunks: Buffer[] = [];
            for await (const chunk of body) chunks.push(chunk as Buffer);
            stored[`${bucket}/${key}`] = Buffer.concat(chunks).toString('utf8');
          },
        },
        instances: Array.from({ length: setup.instances ?? 1 }, (_, index) => ({ name: `i-${index}`, containers: [container.url] })),
        log: { line: (stream, text) => log.push(`${stream} ${text.replace(/^[^[]*:\[sagemaker logs\]: /, '')}`) },
        clock: { now: () => 0, sleep: async () => {} },
        report: (event) => {
          events.push(event);
          setup.onEvent?.(event);
        },
      },
      setup.signal ?? new AbortController().signal,
      { ...RECOMMENDED, ...setup.choices },
    );
    return { outcome, stored, log, events, sent: container.bodies, container };
  } finally {
    await container.stop();
  }
}

function* slices(content: Buffer, size: number) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
