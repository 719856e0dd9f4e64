import { readEnvironment } from '../../lib/launcher/environment';

test('the environment is read by the names that the construct writes', () => {
  expect(readEnvironment({ ANSWER_KEY_ARN: 'arn:key', AWS_REGION: 'us-east-1' })).toEqual({ answerKeyArn: 'arn:key', region: 'us-east-1' });
});

test.each(['ANSWER_KEY_ARN', 'AWS_REGION'])('a missing %s is named', (name) => {
  expect(() => readEnvironment({ ANSWER_KEY_ARN: 'arn:key', AWS_REGION: 'us-east-1', [name]: undefined })).toThrow(`environment variable ${name} must be set`);
});
