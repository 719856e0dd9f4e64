import { TransformClock, TransformLog } from './ports';

/** The service's agent writes here what it has to say of the data (rules 12 and 74). */
export function dataLogStream(instance: string): string {
  return `${instance}/data-log`;
}

/** Writes lines of the agent: `<timestamp>:[sagemaker logs]: <bucket>/<key>: <text>`, every line of a message prefixed. */
export class DataLog {
  private readonly stream: string;

  constructor(private readonly log: TransformLog, private readonly clock: TransformClock, instance: string) {
    this.stream = dataLogStream(instance);
  }

  say(text: string): void {
    const time = new Date(this.clock.now()).toISOString().slice(0, -1);
    for (const line of text.split('\n')) this.log.line(this.stream, `${time}:[sagemaker logs]: ${line}`);
  }

  about({ bucket, key }: { bucket: string; key: string }, text: string): void {
    this.say(text.split('\n').map((line) => `${bucket}/${key}: ${line}`).join('\n'));
  }
}
