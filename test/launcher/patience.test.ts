import { patiently } from '../../lib/launcher/patience';
import { youngIam } from '../../lib/launcher/young-iam';
import { SERVICE_MESSAGE } from '../../lib/spec/service-messages';
import { ACCOUNT, error, REGION, SURROUNDINGS, throttled } from './requests';

const ROLE = SURROUNDINGS.roleArn!;
const who = `User: arn:aws:sts::${ACCOUNT}:assumed-role/Detector/SageMaker is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::photos"`;
const noInput = (s3: string) => error('ValidationException', SERVICE_MESSAGE.noObjects.say('s3://photos/selfies/', REGION, ROLE, 'photos', s3));
const denied = (clause: string) => error('AccessDeniedException', `${who} ${clause}`);
const young = () => error('ValidationException', SERVICE_MESSAGE.couldNotAssumeRole.say(ROLE));

/** Calls until the patience is over; a pause takes no time. */
async function endure(errors: (call: number) => Error, patience = { transient: 120, propagation: 120 }): Promise<{ seconds: number; calls: number }> {
  let now = 0;
  let calls = 0;
  const ports = { clock: { now: () => now, sleep: async (milliseconds: number) => void (now += milliseconds) }, log: () => undefined };
  await expect(patiently('Call', patience, ports, () => Promise.reject(errors(calls++)))).rejects.toBeInstanceOf(Error);
  return { seconds: now / 1000, calls };
}

describe('a refusal is repeated as long as its policy may be under way', () => {
  test.each<[string, Error, number]>([
    ['an explicit deny of the bucket, as S3 says it', noInput(`${who} with an explicit deny in a resource-based policy`), 0],
    ['an explicit deny in any policy', denied('with an explicit deny in an identity-based policy'), 0],
    ["an endpoint's policy that does not allow", noInput(`${who} because no VPC endpoint policy allows the s3:ListBucket action`), 0],
    ['a service control policy that does not allow', denied('because no service control policy allows the sagemaker:CreateTransformJob action'), 0],
    ['nothing that an error of S3 explains', noInput(''), 30],
    ["a role's policy that does not allow yet, as S3 says it", noInput(`${who} because no identity-based policy allows the s3:ListBucket action`), 120],
    ["the launcher's policy that does not allow yet", denied('because no identity-based policy allows the sagemaker:CreateTransformJob action'), 120],
    ['an error of S3 that names no policy', noInput('Access Denied'), 120],
    ['a denial that names no policy', denied(''), 120],
    ["a key's policy that does not allow yet", denied('because no resource-based policy allows the kms:CreateGrant action'), 120],
    ['a role that cannot be assumed yet', young(), 120],
    ['an access key that is not known yet', error('ValidationException', 'The AWS Access Key Id you provided does not exist in our records'), 120],
    ['an image that cannot be described yet', error('ValidationException', 'Access denied when describing algorithm'), 120],
    ['a model that is not there', error('ValidationException', SERVICE_MESSAGE.modelNotFound.say('arn:aws:sagemaker:us-east-1:111122223333:model/x')), 0],
  ])('%s', async (_, thrown, limit) => {
    const { seconds, calls } = await endure(() => thrown);
    expect(seconds).toBeLessThanOrEqual(limit);
    // Within one pause of the limit: all of the time is used.
    expect(seconds).toBeGreaterThanOrEqual(Math.max(0, limit - 15));
    expect(calls > 1).toBe(limit > 0);
  });

  test('and no longer than the call allows', async () => {
    expect((await endure(young, { transient: 60, propagation: 20 })).seconds).toBeLessThanOrEqual(20);
    expect(await endure(young, { transient: 60 } as never)).toEqual({ seconds: 0, calls: 1 });
  });

  test('each kind for its own time, counted from its first appearance', async () => {
    const { seconds } = await endure((call) => (call < 4 ? young() : noInput('')));
    const alone = await endure(() => noInput(''));
    expect(seconds).toBeGreaterThan(alone.seconds);
    expect(seconds).toBeLessThanOrEqual(29 + 30);
  });

  test('but all of them together for the time of one call', async () => {
    expect((await endure((call) => (call % 2 ? young() : noInput('Access Denied')))).seconds).toBeLessThanOrEqual(120);
  });
});

test('throttling is repeated whatever it says', async () => {
  expect((await endure(throttled)).seconds).toBeGreaterThan(100);
  expect(youngIam(throttled())).toBeUndefined();
});
