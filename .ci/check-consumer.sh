#!/usr/bin/env bash
# The packed library in an app of its own: the newest aws-cdk-lib that the registry has, no esbuild, no TypeScript.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --silent --ignore-scripts --pack-destination "$work" > /dev/null
cd "$work"
npm init --yes > /dev/null
npm install --no-progress --silent ./cdk-secure-batch-transform-*.tgz aws-cdk-lib@2 constructs@10
[ ! -e node_modules/esbuild ] || { echo 'esbuild was installed'; exit 1; }
cat > app.js <<'APP'
const { App, Stack, aws_ec2: ec2, aws_ecr: ecr, aws_s3: s3, aws_kms: kms } = require('aws-cdk-lib');
const t = require('cdk-secure-batch-transform');
const app = new App();
const stack = new Stack(app, 'Consumer');
const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'job', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
const bucket = (id) => new s3.Bucket(stack, id, { encryptionKey: new kms.Key(stack, `${id}Key`), encryption: s3.BucketEncryption.KMS });
const [photos, labels, artifacts] = ['Photos', 'Labels', 'Artifacts'].map(bucket);
const s3Endpoint = new t.PrivateS3Endpoint(stack, 'S3', { vpc });
const image = t.ContainerImage.fromEcrRepository(new ecr.Repository(stack, 'Repository'), `sha256:${'0'.repeat(64)}`);
const model = new t.SecureBatchTransformModel(stack, 'Model', { s3Endpoint, containers: [{ image, modelData: t.ModelData.fromBucket(artifacts, 'model.tar.gz') }] });
s3Endpoint.restrictBucket(photos);
new t.SecureTransformJob(stack, 'Job', { model, input: t.TransformInput.fromPrefix(photos, 'in/'), output: t.TransformOutput.toPrefix(labels, 'out/'), instanceType: new ec2.InstanceType('c5.xlarge') });
const { version } = require('aws-cdk-lib/package.json');
const resources = Object.values(app.synth().getStackByName('Consumer').template.Resources);
const count = (type) => resources.filter(({ Type }) => Type === type).length;
if (count('AWS::SageMaker::Model') !== 1 || count('Custom::SecureTransformJob') !== 1) throw new Error('the job or its model is missing');
console.log(`synthesized ${resources.length} resources with aws-cdk-lib ${version}`);
APP
node app.js
