import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { cdk } from '../../bin/demo/cdk-cli';
import { DATA_STACK, sampleImage } from '../../bin/demo/sample';
import { uploadInput, UploadedPhoto } from '../../bin/demo/upload';
import { samplePhotos } from '../../examples/object-detection/photos';
import { closedEnvironment, CloudEvent, LocalCloud, startLocalCloud } from '../../local';
import { Change, changedAssembly } from './changed-assembly';

const ROOT = path.join(__dirname, '..', '..');
const OPTIONS = ['--no-notices', '--ci', '--no-color'];

export interface CliRun {
  /** All that the CLI wrote, its line breaks taken away: it wraps reasons. */
  readonly output: string;
  readonly failed: boolean;
}

interface ResourceEvent {
  readonly stackName: string;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly physicalId?: string;
  readonly status: string;
  readonly reason?: string;
}

/** The sample app on a local cloud of its own: synthesized once by the real CLI, deployed by it as often as a test likes. */
export class SampleCloud {
  private runs = 0;
  private readonly stop = new AbortController();

  private constructor(readonly folder: string, readonly cloud: LocalCloud, private readonly events: readonly CloudEvent[]) {}

  /** A cloud with the synthesized app; nothing is deployed. `containers`: further entries of the containers file. */
  static async open(containers: Readonly<Record<string, object>> = {}): Promise<SampleCloud> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sample-cloud-'));
    const containersFile = path.join(folder, 'containers.json');
    const detector = { command: [process.execPath, 'object-detection/container/serve.mjs', 'serve'], cwd: path.join(ROOT, 'examples') };
    fs.writeFileSync(containersFile, JSON.stringify({ '*/object-detection@*': detector, ...containers }));
    const events: CloudEvent[] = [];
    const cloud = await startLocalCloud({ folder: path.join(folder, 'state'), containersFile, onEvent: (event) => events.push(event) });
    const sample = new SampleCloud(folder, cloud, events);
    await sample.succeed(['synth', '--quiet', '--output', sample.assembly, '--context', `imageUri=${sampleImage(cloud.connection)}`]);
    return sample;
  }

  get assembly(): string {
    return path.join(this.folder, 'cdk.out');
  }

  /** Deploys the data stack and brings one photo and the artifact in. */
  async provideData(): Promise<UploadedPhoto[]> {
    const { failed, output } = await this.deploy(DATA_STACK);
    if (failed) throw new Error(output);
    return uploadInput(this.cloud, this.stop.signal, () => undefined, samplePhotos().slice(0, 1));
  }

  deploy(stack: string, assembly = this.assembly): Promise<CliRun> {
    return this.cli(['deploy', stack, '--exclusively', '--app', assembly, '--require-approval', 'never']);
  }

  destroy(stack: string, assembly = this.assembly): Promise<CliRun> {
    return this.cli(['destroy', stack, '--exclusively', '--force', '--app', assembly]);
  }

  /** An assembly in which the stack has another template, or stands under another name beside the original. */
  changed(stack: string, stackName: string, change: Change = () => undefined): string {
    return changedAssembly({ assembly: this.assembly, to: path.join(this.folder, `${stackName}-${(this.runs += 1)}.out`), stack, stackName, change });
  }

  /** Runs the unmodified CLI in an environment that reaches this cloud only. */
  async cli(args: readonly string[]): Promise<CliRun> {
    const name = `cdk-${(this.runs += 1)}`;
    const logFile = path.join(this.folder, `${name}.log`);
    const environment = closedEnvironment(this.cloud.connection, path.join(this.folder, `${name}-home`));
    const failed = await cdk([...args, ...OPTIONS], { environment, cwd: ROOT, logFile, signal: this.stop.signal }).then(() => false, () => true);
    return { output: unwrapped(fs.readFileSync(logFile, 'utf8')), failed };
  }

  /** Reasons of the resources that failed, as the stack's events give them. */
  failuresOf(stackName: string): Array<{ readonly type: string; readonly reason: string }> {
    return this.resourceEvents(stackName)
      .filter(({ status, reason }) => status.endsWith('_FAILED') && !reason?.startsWith('Resource creation cancelled'))
      .map(({ resourceType: type, reason = '' }) => ({ type, reason }));
  }

  /** Types of the resources that were made and not deleted. */
  leftOf(stackName: string): string[] {
    const last = new Map(this.resourceEvents(stackName).map((event) => [event.logicalId, event]));
    return [...last.values()].filter(({ physicalId, status }) => physicalId && status !== 'DELETE_COMPLETE').map(({ resourceType }) => resourceType);
  }

  statusOf(stackName: string): string | undefined {
    return this.events.filter(({ type, detail }) => type === 'stack-status' && detail.stackName === stackName).at(-1)?.detail.status as string | undefined;
  }

  /** Transform jobs and what became of them, in the order in which they began. */
  jobs(): Array<{ readonly name: string; readonly status: string }> {
    const jobs = new Map<string, string>();
    for (const { type, detail } of this.events) if (type === 'job-status') jobs.set(String(detail.TransformJobName), String(detail.TransformJobStatus));
    return [...jobs].map(([name, status]) => ({ name, status }));
  }

  async close(): Promise<void> {
    this.stop.abort(new Error('the test is over'));
    await this.cloud.close();
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async succeed(args: readonly string[]): Promise<void> {
    const { failed, output } = await this.cli(args);
    if (failed) throw new Error(output);
  }

  private resourceEvents(stackName: string): ResourceEvent[] {
    return this.events.filter(({ type, detail }) => type === 'resource-status' && detail.stackName === stackName).map(({ detail }) => detail as unknown as ResourceEvent);
  }
}

export function unwrapped(text: string): string {
  return text.replace(/\s+/g, ' ');
}
