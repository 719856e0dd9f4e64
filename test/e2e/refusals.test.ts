import { Change, only } from './changed-assembly';
import { DATA_STACK, JOB_STACK, SampleCloud } from './sample-cloud';

let sample: SampleCloud;
beforeAll(async () => {
  sample = await SampleCloud.open();
  await sample.provideData();
}, 60_000);
afterAll(() => sample?.close());

const cases: Array<[string, string, Change]> = [
  ['x', 'NoPut', (t) => { const p = only(t, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument; p.Statement = p.Statement.filter((s: any) => ![s.Action].flat().includes('s3:PutObject')); return t; }],
  ['x', 'NoVpc', (t) => { delete only(t, 'AWS::SageMaker::Model').Properties.VpcConfig; return t; }],
  ['x', 'NoPhotos', (t) => JSON.stringify(t).replaceAll('/selfies/\\"}}', '/selfies/nobody/\\"}}')],
  ['x', 'NoImage', (t) => JSON.stringify(t).replaceAll('/object-detection@', '/other@')],
];
test('all', async () => {
  const t0 = Date.now();
  const runs = await Promise.all(cases.map(([, name, change]) => sample.deployChanged(JOB_STACK, change, name).then((r) => ({ ...r, seconds: (Date.now() - t0) / 1000 }))));
  for (const [i, [, name]] of cases.entries()) {
    console.log(name, runs[i].seconds, runs[i].failed, '\n', runs[i].output, '\n=====', JSON.stringify(sample.failuresOf(name), null, 1), sample.leftOf(name));
  }
}, 120_000);
test('endpoint', async () => {
  const t0 = Date.now();
  const d = await sample.deployChanged(DATA_STACK, (t) => {
    const p = only(t, 'AWS::EC2::VPCEndpoint').Properties.PolicyDocument;
    for (const s of p.Statement) s.Resource = [s.Resource].flat().filter((r: any) => !JSON.stringify(r).includes('Photos'));
    p.Statement = p.Statement.filter((s: any) => s.Resource.length > 0);
    return t;
  });
  console.log(d.output, (Date.now() - t0) / 1000);
  const j = await sample.deploy(JOB_STACK);
  console.log(j.output, (Date.now() - t0) / 1000, JSON.stringify(sample.failuresOf(JOB_STACK), null, 1), sample.leftOf(JOB_STACK), sample.jobs());
}, 120_000);
