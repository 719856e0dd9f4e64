import { RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { PrivateS3Endpoint } from '../lib';
import { network, statementsOf, warnings } from './_helpers/construct-world';

const OPERATOR = 'arn:aws:iam::111122223333:role/operator';
const CRAWLER = 'arn:aws:iam::111122223333:user/crawler';

test('exempts readers from the read half and writers from the write half, and nobody from both by one name', () => {
  const { stack, s3Endpoint, photos } = network();
  s3Endpoint.restrictBucket(photos, { readers: [new iam.ArnPrincipal(OPERATOR)], writers: [iam.User.fromUserArn(stack, 'Crawler', CRAWLER)] });
  const statements = statementsOf(Template.fromStack(stack), 'AWS::S3::BucketPolicy', 'Photos');
  const exempt = (sid: string) => statements.find(({ Sid }) => Sid === sid)!.Condition!.ArnNotLike;
  expect(exempt('DenyReadOutsideEndpoint')).toEqual({ 'aws:PrincipalArn': [OPERATOR] });
  expect(exempt('DenyWriteOutsideEndpoint')).toEqual({ 'aws:PrincipalArn': [CRAWLER] });
});

test('holds the TLS denial once on a bucket that enforces it already', () => {
  const { stack, s3Endpoint } = network();
  s3Endpoint.restrictBucket(new s3.Bucket(stack, 'Tls', { enforceSSL: true }));
  const tls = statementsOf(Template.fromStack(stack), 'AWS::S3::BucketPolicy', 'Tls').filter(({ Condition }) => Condition?.Bool?.['aws:SecureTransport']);
  expect(tls).toHaveLength(1);
});

test('may be repeated without options', () => {
  const { stack, s3Endpoint, photos } = network();
  s3Endpoint.restrictBucket(photos);
  s3Endpoint.restrictBucket(photos);
  Template.fromStack(stack).resourceCountIs('AWS::S3::BucketPolicy', 1);
});

test('controlPlaneAccess exempts the tagged roles from the read half only, and leaves a warning', () => {
  const { stack, s3Endpoint, photos } = network();
  s3Endpoint.restrictBucket(photos, { controlPlaneAccess: true });
  const statements = statementsOf(Template.fromStack(stack), 'AWS::S3::BucketPolicy', 'Photos');
  const mentions = statements.filter((statement) => JSON.stringify(statement).includes('PrincipalTag')).map(({ Sid }) => Sid);
  expect(mentions).toEqual(['DenyReadOutsideEndpoint']);
  expect(warnings(stack).join()).toContain('control-plane-access');
});

describe('refuses', () => {
  test('an imported bucket, and shows the statements to add where it is made', () => {
    const { stack, s3Endpoint } = network();
    const imported = s3.Bucket.fromBucketName(stack, 'Imported', 'photos');
    expect(() => s3Endpoint.restrictBucket(imported)).toThrow(/Data\/S3[^]*'restrictBucket'[^]*Data\/Imported[^]*add these statements[^]*"Sid":"DenyReadOutsideEndpoint"/);
  });

  test('a bucket with autoDeleteObjects', () => {
    const { stack, s3Endpoint } = network();
    const bucket = new s3.Bucket(stack, 'Temporary', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
    expect(() => s3Endpoint.restrictBucket(bucket)).toThrow(/autoDeleteObjects[^]*Data\/Temporary[^]*remove autoDeleteObjects/);
  });

  test('autoDeleteObjects that is turned on after the restriction, at synth', () => {
    const { app, stack, s3Endpoint } = network();
    const bucket = new s3.Bucket(stack, 'Temporary', { removalPolicy: RemovalPolicy.DESTROY });
    s3Endpoint.restrictBucket(bucket);
    (bucket as unknown as { enableAutoDeleteObjects(): void }).enableAutoDeleteObjects();
    expect(() => app.synth()).toThrow(/autoDeleteObjects/);
  });

  test('a second endpoint', () => {
    const { stack, vpc, s3Endpoint, photos } = network();
    s3Endpoint.restrictBucket(photos);
    const other = PrivateS3Endpoint.fromAttributes(stack, 'Other', { vpc, vpcEndpointId: 'vpce-2' });
    expect(() => other.restrictBucket(photos)).toThrow(/bound to Data\/S3 already/);
  });

  test('other readers in a second call', () => {
    const { s3Endpoint, photos } = network();
    s3Endpoint.restrictBucket(photos);
    expect(() => s3Endpoint.restrictBucket(photos, { readers: [new iam.ArnPrincipal(OPERATOR)] })).toThrow(/in one call/);
  });

  test.each([
    ['everybody', new iam.AnyPrincipal()],
    ['a whole account', new iam.AccountPrincipal('111122223333')],
    ['a service', new iam.ServicePrincipal('glue.amazonaws.com')],
    ['a wildcard', new iam.ArnPrincipal('arn:aws:iam::111122223333:role/*')],
    ['a principal with conditions', new iam.ArnPrincipal(OPERATOR).withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
  ])('%s as a reader', (_, principal) => {
    const { s3Endpoint, photos } = network();
    expect(() => s3Endpoint.restrictBucket(photos, { readers: [principal] })).toThrow(/'readers' must name single roles or users/);
  });

  test('controlPlaneAccess of an endpoint whose roles it cannot know', () => {
    const { stack, vpc, photos } = network();
    const adopted = PrivateS3Endpoint.fromAttributes(stack, 'Other', { vpc, vpcEndpointId: 'vpce-2' });
    expect(() => adopted.restrictBucket(photos, { controlPlaneAccess: true })).toThrow(/networkTagValue/);
  });
});
