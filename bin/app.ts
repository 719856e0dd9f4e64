/**
 * The sample app: labels photos with an object detector, in a VPC without internet. Deploy BatchTransformData first,
 * upload photos and model, then deploy BatchTransformJob.
 *
 *   npx cdk deploy BatchTransformData
 *   npx cdk deploy BatchTransformJob -c imageUri=<account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<digest>
 */
import { App } from 'aws-cdk-lib';
import { BatchTransformDataStack } from '../examples/object-detection/data-stack';
import { BatchTransformJobStack } from '../examples/object-detection/job-stack';
import { flag, text, whole } from '../examples/object-detection/app-context';

const app = new App();
const data = new BatchTransformDataStack(app, 'BatchTransformData', { operatorArn: text(app, 'operatorArn'), artifactKey: text(app, 'artifactKey') });
new BatchTransformJobStack(app, 'BatchTransformJob', {
  data,
  imageUri: text(app, 'imageUri'),
  inputPrefix: text(app, 'inputPrefix'),
  instanceType: text(app, 'instanceType'),
  instanceCount: whole(app, 'instanceCount'),
  waitForCompletion: flag(app, 'waitForCompletion'),
});
