import { Ec2Service } from '../aws/ec2/ec2-service';
import { EventsService } from '../aws/events/events-service';
import { IamService } from '../aws/iam/iam-service';
import { KmsService } from '../aws/kms/kms-service';
import { LambdaService } from '../aws/lambda/lambda-service';
import { LogsService } from '../aws/logs/logs-service';
import { S3Service } from '../aws/s3/s3-service';
import { SageMakerService } from '../aws/sagemaker/sagemaker-service';
import { SnsService } from '../aws/sns/sns-service';
import { SqsService } from '../aws/sqs/sqs-service';
import { StatesService } from '../aws/states/states-service';
import { CloudIdentity } from '../services';
import { cloudFormationHandlers } from './cloudformation';
import { ec2Resources } from './ec2';
import { eventsResources } from './events';
import { ResourceHandler } from './handler';
import { iamResources } from './iam';
import { kmsResources } from './kms';
import { lambdaResources } from './lambda';
import { logsResources } from './logs';
import { cloudWatchResources, snsResources, sqsResources } from './messaging';
import { s3Resources } from './s3';
import { sageMakerResources } from './sagemaker';
import { statesResources } from './states';

export interface ResourceServices {
  readonly identity: CloudIdentity;
  readonly iam: IamService;
  readonly kms: KmsService;
  readonly s3: S3Service;
  readonly ec2: Ec2Service;
  readonly logs: LogsService;
  readonly lambda: LambdaService;
  readonly states: StatesService;
  readonly events: EventsService;
  readonly sqs: SqsService;
  readonly sns: SnsService;
  readonly sageMaker: SageMakerService;
}

/** Every resource type that CloudFormation can make here. A template with any other is refused by name. */
export function resourceHandlers(services: ResourceServices): ResourceHandler[] {
  const { identity, iam, kms, s3, ec2, logs, lambda, states, events, sqs, sns, sageMaker } = services;
  return [
    ...cloudFormationHandlers(identity),
    ...iamResources(iam),
    ...kmsResources(kms),
    ...s3Resources(s3),
    ...ec2Resources(ec2),
    ...logsResources(logs),
    ...lambdaResources(lambda),
    ...statesResources(states),
    ...eventsResources(events),
    ...sqsResources(sqs),
    ...snsResources(sns),
    ...cloudWatchResources(identity),
    ...sageMakerResources(sageMaker),
  ];
}
