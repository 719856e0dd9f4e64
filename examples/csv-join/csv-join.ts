import { Size, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  AssembleWith, BatchStrategy, ContainerImage, JoinSource, ModelData, PrivateS3Endpoint, SecureBatchTransformModel, SecureTransformJob, SplitType, TransformInput, TransformOutput,
} from '../../lib';

export interface CsvJoinStackProps extends StackProps {
  /** Bucket that holds `customers/*.csv` and `csv-score/model.tar.gz`, and gets `scores/`. */
  readonly bucketName: string;
}

/**
 * Scores CSV lines and keeps them together with their ids: the first column is the id, the model does not see it, and
 * the output holds id and score. `7,0.1,0.2,0.3` becomes `7,1.105`.
 */
export class CsvJoinStack extends Stack {
  constructor(scope: Construct, id: string, props: CsvJoinStackProps) {
    super(scope, id, props);
    const vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 2,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      restrictDefaultSecurityGroup: false,
    });
    const bucket = s3.Bucket.fromBucketName(this, 'Data', props.bucketName);
    const model = new SecureBatchTransformModel(this, 'Model', {
      s3Endpoint: new PrivateS3Endpoint(this, 'S3', { vpc }),
      containers: [{
        image: ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(this, 'Image', 'csv-score'), '1'),
        modelData: ModelData.fromBucket(bucket, 'csv-score/model.tar.gz'),
      }],
    });
    new SecureTransformJob(this, 'Score', {
      model,
      input: TransformInput.fromPrefix(bucket, 'customers/', { contentType: 'text/csv', splitType: SplitType.LINE }),
      output: TransformOutput.toPrefix(bucket, 'scores/', { accept: 'text/csv', assembleWith: AssembleWith.LINE }),
      dataProcessing: { inputFilter: '$[1:]', joinSource: JoinSource.INPUT, outputFilter: '$[0,-1]' },
      batchStrategy: BatchStrategy.MULTI_RECORD,
      maxPayload: Size.mebibytes(1),
      maxConcurrentTransforms: 4,
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.M5, ec2.InstanceSize.LARGE),
    });
  }
}
