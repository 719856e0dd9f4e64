import { sageMakerOperations } from '../../../../local/aws/sagemaker/operations';
import { SageMakerService } from '../../../../local/aws/sagemaker/sagemaker-service';
import { AwsError } from '../../../../local/aws/wire/aws-error';
import { BAD_JOBS, GOOD_JOBS, jobOf } from '../../../_cases/jobs';
import { cloud, model, USER } from './_cloud';

const OBJECTS = { 'photos/selfies/a.jpg': 'a', 'rows/in/a.csv': '1,2', 'photos/lists/today.json': '[{"prefix": "s3://photos/selfies/"}, "a.jpg"]' };
const context = { caller: USER, requestId: 'r' };

let service: SageMakerService;
let create: (job: object) => Promise<unknown>;
beforeEach(async () => {
  const around = cloud({ objects: OBJECTS });
  service = around.make();
  const operations = sageMakerOperations(service, around.authority);
  await operations.CreateModel(model({ ModelName: 'detector' }), context);
  create = async (job) => operations.CreateTransformJob({ TransformJobName: 'label-1', ...job }, context);
});
afterEach(() => service.close());

describe("the shared jobs at the local cloud's CreateTransformJob", () => {
  test.each(GOOD_JOBS)('$name is taken', async (job) => {
    await expect(create(jobOf(job))).resolves.toMatchObject({ TransformJobArn: expect.stringMatching(/transform-job\/label-1$/) });
  });

  test.each(BAD_JOBS)('$name is a ValidationException that names the member', async (job) => {
    const refused = (await create(jobOf(job)).then(() => undefined, (error: AwsError) => error))!;
    expect(refused).toMatchObject({ code: 'ValidationException', status: 400 });
    expect(refused.message).toContain(`'${job.path}'`);
  });
});
