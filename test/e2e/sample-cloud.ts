import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { cdk } from '../../bin/demo/cdk-cli';
import { DATA_STACK, JOB_STACK, sampleImage } from '../../bin/demo/sample';
import { uploadInput, UploadedPhoto } from '../../bin/demo/upload';
import { samplePhotos } from '../../examples/object-detection/photos';
import { closedEnvironment, CloudEvent, LocalCloud, startLocalCloud } from '../../local';
import { changedAssembly, Change } from './changed-assembly';

const ROOT = path.join(__dirname, '..', '..');
const OPTIONS = ['--no-notices', '--ci', '--no-color'];

export interface CliRun {
  /** All that the CLI wrote. */
  readonly output: string;
  readonly failed: boolean;
}

export interface SampleOptions {
  /** Further entries of the containers file. */
  readonly containers?: Readonly<Record<string, object>>;
}

/** The sample app on a local cloud of its own: synthesized once by the real CLI, deployed by it as often as a test likes. */
export class SampleCloud {
  readonly events: CloudEvent[] = [];
  private runs = 0;
  private readonly stop = new AbortController();

  private constructor(readonly folder: string, readonly cloud: LocalCloud, events: CloudEvent[]) {
    this.events = events;
  }

  /** A cloud with the synthesized app; nothing is deployed. */
  static async open({ containers = {} }: SampleOptions = {}): Promise<SampleCloud> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sample-cloud-'));
    const containersFile = path.join(folder, 'containers.json');
    const detector = { command: [process.execPath, 'object-detection/container/serve.mjs', 'serve'], cwd: path.join(ROOT, 'examples') };
    fs.writeFileSync(containersFile, JSON.stringify({ '*/object-detection@*': detector, ...containers }));
    const events: CloudEvent[] = [];
    const cloud = await startLocalCloud({ folder: path.join(folder, 'state'), containersFile, onEvent: (event) => events.push(event) });
    const sample = new SampleCloud(folder, cloud, events);
    const { failed, output } = await sample.cli(['synth', '--quiet', '--output', sample.assembly, '--context', `imageUri=${sampleImage(cloud.connection)}`]);
    if (failed) throw new Error(`the sample app was not synthesized: ${output}`);
    return sample;
  }

  get assembly(): string {
    return path.join(this.folder, 'cdk.out');
  }

  /** The data stack, one photo and the artifact. */
  async provideData(): Promise<UploadedPhoto[]> {
    const { failed, output } = await this.deploy(DATA_STACK);
    if (failed) throw new Error(`the data stack was not deployed: ${output}`);
    return uploadInput(this.cloud, this.stop.signal, () => undefined, samplePhotos().slice(0, 1));
  }

  deploy(stack: string, assembly = this.assembly): Promise<CliRun> {
    return this.cli(['deploy', stack, '--exclusively', '--app', assembly, '--require-approval', 'never']);
  }

  /** Deploys the stack with another template: as it is, or under another name beside the original. */
  deployChanged(stack: string, change: Change, stackName = stack): Promise<CliRun> {
    return this.deploy(stack, changedAssembly({ assembly: this.assembly, to: path.join(this.folder, `${stackName}-${this.runs}.out`), stack, stackName, change }));
  }

  /** Runs the unmodified CLI in an environment that reaches this cloud only. */
  async cli(args: readonly string[]): Promise<CliRun> {
    const number = (this.runs += 1);
    const logFile = path.join(this.folder, `cdk-${number}.log`);
    const environment = closedEnvironment(this.cloud.connection, path.join(this.folder, `home-${number}`));
    const failed = await cdk([...args, ...OPTIONS], { environment, cwd: ROOT, logFile, signal: this.stop.signal }).then(() => false, () => true);
    return { output: fs.readFileSync(logFile, 'utf8'), failed };
  }

  /** What the stack's events say of resources that failed, oldest first. */
  failuresOf(stackName: string): Array<{ readonly type: string; readonly reason: string }> {
    return this.resourceEvents(stackName)
      .filter(({ status, reason }) => status.endsWith('_FAILED') && !/^Resource creation cancelled/.test(reason ?? ''))
      .map(({ resourceType, reason }) => ({ type: resourceType, reason: reason ?? '' }));
  }

  /** Logical ids whose resources were made and not deleted again. */
  leftOf(stackName: string): string[] {
    const last = new Map(this.resourceEvents(stackName).map(({ logicalId, physicalId, status }) => [logicalId, { physicalId, status }]));
    return [...last].filter(([, { physicalId, status }]) => physicalId && status !== 'DELETE_COMPLETE').map(([logicalId]) => logicalId);
  }

  /** Names and final states of the transform jobs, in the order in which they began. */
  jobs(): Array<{ readonly name: string; readonly status: string }> {
    const jobs = new Map<string, string>();
    for (const { source, type, detail } of this.events) {
      if (source === 'sagemaker' && type === 'job-status') jobs.set(String(detail.TransformJobName), String(detail.TransformJobStatus));
    }
    return [...jobs].map(([name, status]) => ({ name, status }));
  }

  async close(): Promise<void> {
    this.stop.abort(new Error('the test is over'));
    await this.cloud.close();
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private resourceEvents(stackName: string): Array<{ logicalId: string; resourceType: string; physicalId?: string; status: string; reason?: string }> {
    return this.events.filter(({ type, detail }) => type === 'resource-status' && detail.stackName === stackName).map(({ detail }) => detail as never);
  }
}

export { DATA_STACK, JOB_STACK };
