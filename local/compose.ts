import * as path from 'node:path';
import { createAuthority } from './access/authority';
import { openAuditLog } from './aws/audit/audit-log';
import { bootstrapRoles } from './aws/bootstrap/bootstrap-roles';
import { CloudFormationService } from './aws/cloudformation/cloudformation-service';
import { CloudWatchService } from './aws/cloudwatch/cloudwatch-service';
import { Ec2Service } from './aws/ec2/ec2-service';
import { EventsService } from './aws/events/events-service';
import { lambdaTarget, logsTarget, statesTarget, TargetRegistry } from './aws/events/target-registry';
import { IamService } from './aws/iam/iam-service';
import { withPassRole } from './aws/iam/pass-role';
import { KmsService } from './aws/kms/kms-service';
import { LambdaService } from './aws/lambda/lambda-service';
import { LogsService } from './aws/logs/logs-service';
import { S3Service } from './aws/s3/s3-service';
import { SageMakerService } from './aws/sagemaker/sagemaker-service';
import { SnsService } from './aws/sns/sns-service';
import { SqsService } from './aws/sqs/sqs-service';
import { SsmService } from './aws/ssm/ssm-service';
import { messageTasks } from './aws/states/message-tasks';
import { StatesService } from './aws/states/states-service';
import { StsService } from './aws/sts/sts-service';
import { readBuffer } from './aws/wire/body';
import { CustomResourceAnswers } from './deploy/custom-resource-answers';
import { ContainerMap } from './engine/container/containers-file';
import { serviceCaller } from './functions/service-caller';
import { customResourceHandler } from './resources/custom-resource';
import { resourceHandlers } from './resources/all';
import { Authority, Clock, CloudIdentity, Credentials, Events, Report } from './services';

export interface Ingredients {
  readonly folder?: string;
  readonly identity: CloudIdentity;
  readonly clock: Clock;
  readonly report: Report;
  readonly endpoint: () => string;
  readonly containers: ContainerMap;
  /** Part of their time that waits of state machines and retries last. */
  readonly waitScale: number;
  readonly developer: Pick<Credentials, 'accessKeyId' | 'secretAccessKey'>;
}

/** Every part of the cloud, made once and handed to those that need it. */
export type Composition = ReturnType<typeof compose>;

export function compose(ingredients: Ingredients) {
  const { folder, identity, clock, report, endpoint, containers, waitScale, developer } = ingredients;
  const audit = openAuditLog({ folder });
  const iamData = new IamService({ folder, identity, clock });
  // The authority reads endpoint policies, the network asks the authority: one of them has to come later.
  const ec2: Ec2Service = new Ec2Service({ folder, identity, clock, authority: () => authority });
  const authority: Authority = createAuthority({ iam: iamData, endpointPolicies: (id) => ec2.endpointPolicies(id), audit, identity, clock });
  const iam = withPassRole(iamData, authority);
  const sts = new StsService({ folder, clock, iam: iamData, authority, developer });
  const kms = new KmsService({ folder, identity, clock, authority });
  const s3 = new S3Service({ folder, identity, clock, authority, kms, report });
  const logs = new LogsService({ folder, identity, clock });
  const ssm = new SsmService({ folder, identity, clock });
  const cloudWatch = new CloudWatchService({ clock });
  const sqs = new SqsService({ folder, identity, clock, report, endpoint });

  const readAsset = async (bucket: string, key: string): Promise<Buffer> => {
    const execution = bootstrapRoles(identity).find(({ roleName }) => roleName.includes('cfn-exec'))!;
    const { principal } = sts.assumeRole({ caller: serviceCaller('cloudformation.amazonaws.com'), roleArn: iam.role(execution.roleName)!.roleArn, sessionName: 'AWSCloudFormation' });
    const { body } = await s3.getObject({ ...serviceCaller('cloudformation.amazonaws.com'), principal }, { bucket, key });
    return readBuffer(body, ASSET_LIMIT);
  };
  const lambda = new LambdaService({
    folder, identity, clock, sts, logs, report, endpoint, waitScale,
    readObject: readAsset,
    nodeModules: path.join(__dirname, '..', 'node_modules'),
    deliver: (delivery) => targets.deliver(delivery),
  });
  const sns: SnsService = new SnsService({ folder, identity, clock, report, targets: () => targets });
  const states = new StatesService({ folder, identity, clock, sts, authority, lambda, logs, report, waitScale, tasks: messageTasks(sqs, sns, authority) });
  const targets: TargetRegistry = new TargetRegistry([lambdaTarget(lambda), statesTarget(states), logsTarget(logs), sqs.target(), sns.target()], authority, identity);
  const events = new EventsService({ folder, identity, clock, sts, report, targets });
  const publish: Events = { publish: (event) => void events.publish(event) };
  const sageMaker = new SageMakerService({ folder, identity, clock, report, authority, sts, iam, kms, s3, ec2, logs, events: publish, containers });

  const answers = new CustomResourceAnswers({ identity, report });
  const cloudFormation: CloudFormationService = new CloudFormationService({
    folder, identity, clock, report, authority, ssm,
    handlers: resourceHandlers({ identity, iam: iamData, kms, s3, ec2, logs, lambda, states, events, sqs, sns, sageMaker }),
    customResources: customResourceHandler({ lambda, answers, identity, clock }),
    readTemplate: async (url, caller) => {
      const [bucket, ...key] = decodeURIComponent(new URL(url).pathname).slice(1).split('/');
      const { body } = await s3.getObject(caller, { bucket, key: key.join('/') });
      return (await readBuffer(body)).toString('utf8');
    },
  });
  return { identity, audit, authority, iam: iamData, sts, kms, s3, ec2, logs, ssm, cloudWatch, sqs, sns, lambda, states, events, sageMaker, answers, cloudFormation };
}

/** Largest function package, unzipped, that the service takes. */
const ASSET_LIMIT = 250 * 1024 * 1024;
