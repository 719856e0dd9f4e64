import { maskAssets } from './masked-template';

const HASH = 'a'.repeat(64);

test.each([
  ['keys of assets', `${HASH}.zip`, 'ASSET.zip'],
  ['tags of image assets', `1.dkr.ecr.us-east-1.amazonaws.com/cdk-hnb659fds-container-assets-1-us-east-1:${HASH}`, '1.dkr.ecr.us-east-1.amazonaws.com/cdk-hnb659fds-container-assets-1-us-east-1:ASSET'],
  ['versions of functions', `FunctionCurrentVersion1A2B3C4D${'b'.repeat(32)}`, 'FunctionCurrentVersion1A2B3C4DVERSION'],
])('%s are masked', (_, given, expected) => {
  expect(maskAssets({ value: given })).toEqual({ value: expected });
});

test('digests of images and logical ids stay', () => {
  const template = { Image: `repository@sha256:${HASH}`, Id: 'Model0301700E' };
  expect(maskAssets(template)).toEqual(template);
});
