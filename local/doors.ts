import { cloudFormationOperations } from './aws/cloudformation/cloudformation-operations';
import { cloudWatchOperations } from './aws/cloudwatch/cloudwatch-service';
import { EC2_WIRE, ec2Operations } from './aws/ec2/ec2-operations';
import { eventsOperations } from './aws/events/events-operations';
import { IAM_VERSION, IAM_XMLNS, iamOperations } from './aws/iam/operations';
import { kmsOperations } from './aws/kms/operations';
import { lambdaDoor } from './aws/lambda/lambda-door';
import { logsOperations } from './aws/logs/logs-operations';
import { s3Door } from './aws/s3/s3-door';
import { sageMakerOperations } from './aws/sagemaker/operations';
import { snsOperations } from './aws/sns/sns-operations';
import { sqsOperations } from './aws/sqs/sqs-operations';
import { ssmOperations } from './aws/ssm/ssm-operations';
import { statesOperations } from './aws/states/states-operations';
import { stsOperations, STS_VERSION, STS_XMLNS } from './aws/sts/operations';
import { ServiceDoor } from './aws/wire/http';
import { jsonDoor } from './aws/wire/json-door';
import { queryDoor } from './aws/wire/query-door';
import { Composition } from './compose';

/** Every service on the wire, by the protocol that its real clients speak. */
export function serviceDoors(cloud: Composition): ServiceDoor[] {
  const { authority } = cloud;
  const query = (signingName: string, version: string, operations: ReturnType<typeof stsOperations>): ServiceDoor =>
    queryDoor({ signingName, version, xmlns: `http://${signingName}.amazonaws.com/doc/${version}/`, style: 'query', operations });
  return [
    s3Door(cloud.s3),
    lambdaDoor(cloud.lambda, authority),
    queryDoor({ signingName: 'sts', version: STS_VERSION, xmlns: STS_XMLNS, style: 'query', operations: stsOperations(cloud.sts) }),
    queryDoor({ signingName: 'iam', version: IAM_VERSION, xmlns: IAM_XMLNS, style: 'query', operations: iamOperations(cloud.iam, authority) }),
    query('cloudformation', '2010-05-15', cloudFormationOperations(cloud.cloudFormation, authority)),
    query('sns', '2010-03-31', snsOperations(cloud.sns, authority)),
    queryDoor({ ...EC2_WIRE, operations: ec2Operations(cloud.ec2, authority) }),
    jsonDoor({ signingName: 'kms', targetPrefix: 'TrentService', version: '1.1', operations: kmsOperations(cloud.kms) }),
    jsonDoor({ signingName: 'ssm', targetPrefix: 'AmazonSSM', version: '1.1', operations: ssmOperations(cloud.ssm, authority) }),
    jsonDoor({ signingName: 'sagemaker', targetPrefix: 'SageMaker', version: '1.1', operations: sageMakerOperations(cloud.sageMaker, authority) }),
    jsonDoor({ signingName: 'logs', targetPrefix: 'Logs_20140328', version: '1.1', operations: logsOperations(cloud.logs, authority) }),
    jsonDoor({ signingName: 'events', targetPrefix: 'AWSEvents', version: '1.1', operations: eventsOperations(cloud.events, authority) }),
    jsonDoor({ signingName: 'states', targetPrefix: 'AWSStepFunctions', version: '1.0', operations: statesOperations(cloud.states, authority) }),
    jsonDoor({ signingName: 'sqs', targetPrefix: 'AmazonSQS', version: '1.0', operations: sqsOperations(cloud.sqs, authority) }),
    jsonDoor({ signingName: 'monitoring', targetPrefix: 'GraniteServiceVersion20100801', version: '1.0', operations: cloudWatchOperations(cloud.cloudWatch, authority) }),
  ];
}
