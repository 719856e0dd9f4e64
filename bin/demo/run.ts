import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { closedEnvironment, CloudEvent, LocalCloud, startLocalCloud } from '../../local';
import { cdk } from './cdk-cli';
import { demonstrateAccess } from './demonstrate-access';
import { Progress } from './progress';
import { readResults } from './results';
import { found } from './report/photos';
import { networkFacts, Template } from './report/network';
import { page } from './report/page';
import { DATA_STACK, JOB_STACK, sampleImage } from './sample';
import { uploadInput } from './upload';

export interface DemoOptions {
  readonly reportFolder: string;
  readonly signal: AbortSignal;
  readonly write: (line: string) => void;
}

const ROOT = path.join(__dirname, '..', '..');

/** The whole demo: deploy, upload, deploy, look, destroy. Leaves nothing behind but the report, however it ends. */
export async function runDemo({ reportFolder, signal, write }: DemoOptions): Promise<void> {
  const progress = new Progress(write);
  const events: CloudEvent[] = [];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'batch-transform-demo-'));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove); // also when it has to end at once
  fs.mkdirSync(reportFolder, { recursive: true });
  const logFile = path.join(reportFolder, 'cdk.log');
  fs.writeFileSync(logFile, '');
  let cloud: LocalCloud | undefined;
  try {
    progress.step('starting the local cloud (emulated AWS, loopback only)');
    cloud = await startLocalCloud({
      folder: path.join(folder, 'state'),
      containersFile: path.join(ROOT, 'examples', 'containers.json'),
      onEvent: (event) => {
        events.push(event);
        progress.event(event);
      },
    });
    const { connection } = cloud;
    const assembly = path.join(folder, 'cdk.out');
    const run = { environment: closedEnvironment(connection, path.join(folder, 'home')), cwd: ROOT, logFile, signal };
    const deploy = (stack: string) => cdk(['deploy', stack, '--exclusively', '--app', assembly, '--require-approval', 'never', '--no-notices', '--ci'], run);

    progress.step('synthesizing the sample app');
    await cdk(['synth', '--quiet', '--output', assembly, '--context', `imageUri=${sampleImage(connection)}`, '--no-notices'], run);
    progress.step(`cdk deploy ${DATA_STACK}: network, endpoint, keys, buckets`);
    await deploy(DATA_STACK);
    progress.step('uploading photos and model artifact as the operator');
    const input = await uploadInput(cloud, signal, (line) => progress.say(`  ${line}`));
    progress.step(`cdk deploy ${JOB_STACK}: model and job; the deployment waits for the job`);
    await deploy(JOB_STACK);

    progress.step('reading the results as the operator');
    const photos = await readResults(cloud, input);
    for (const photo of photos) progress.say(`  ${photo.name}: ${found(photo.detection)}`);
    const { OutputUri: outputUri, TransformJobName: jobName } = cloud.outputs(JOB_STACK);
    progress.say(`  results lie in ${outputUri}`);
    progress.step('asking for one photo in several ways');
    const { object, rows } = await demonstrateAccess(cloud, input);
    for (const row of rows) progress.say(`  ${row.allowed ? 'allowed' : 'DENIED '} ${row.who}, ${row.from}\n${' '.repeat(20)}${row.why}`);

    const templates = [DATA_STACK, JOB_STACK].map((stack) => JSON.parse(fs.readFileSync(path.join(assembly, `${stack}.template.json`), 'utf8')) as Template);
    const report = path.join(reportFolder, 'index.html');
    fs.writeFileSync(report, page({ jobName, outputUri, seconds: progress.seconds, photos, accessObject: object, access: rows, network: networkFacts(templates), events, audit: cloud.audit() }));
    progress.step('cdk destroy: both stacks');
    await cdk(['destroy', '--all', '--force', '--app', assembly, '--no-notices', '--ci'], run);
    progress.say(`done. Report: ${path.relative(process.cwd(), report)} (everything above ran on an emulated AWS)`);
  } finally {
    try {
      await cloud?.close();
    } finally {
      remove();
      process.off('exit', remove);
    }
  }
}
