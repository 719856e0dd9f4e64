import { specifiedReplacement } from '../../../local/deploy/replacement';

const replacementOf = specifiedReplacement();

test.each([
  ['AWS::SageMaker::Model', 'PrimaryContainer', 'yes'],
  ['AWS::SageMaker::Model', 'Tags', 'no'],
  ['AWS::KMS::Key', 'EnableKeyRotation', 'no'],
  ['AWS::Lambda::Function', 'FunctionName', 'yes'],
  ['AWS::Lambda::Function', 'Code', 'no'],
  ['AWS::IAM::Role', 'RoleName', 'yes'],
  ['AWS::IAM::Policy', 'PolicyDocument', 'no'],
  ['AWS::S3::BucketPolicy', 'PolicyDocument', 'no'],
  ['AWS::EC2::SecurityGroup', 'SecurityGroupEgress', 'no'],
  ['AWS::EC2::Subnet', 'CidrBlock', 'yes'],
  // The specification knows no custom resources: an update, never "no change".
  ['Custom::Job', 'Request', 'no'],
])('%s.%s: %s', (type, property, expected) => {
  expect(replacementOf(type, property)).toBe(expected);
});

test('the specification is loaded at the first question only', () => {
  let loads = 0;
  const lazy = specifiedReplacement(() => { loads += 1; return require('@aws-cdk/cloudformation-diff/lib/diff'); });
  expect(loads).toBe(0);
  lazy('AWS::KMS::Key', 'Tags');
  lazy('AWS::KMS::Key', 'Tags');
  expect(loads).toBe(1);
});
