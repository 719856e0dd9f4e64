import * as fs from 'node:fs';
import * as path from 'node:path';
import * as library from '../lib';

const INDEX = path.join(__dirname, '..', 'lib', 'index.ts');

test('the library exports these values', () => {
  expect(Object.keys(library).sort()).toEqual([
    'AssembleWith', 'BatchStrategy', 'BuiltInAlgorithm', 'CompressionType', 'ContainerImage', 'JoinSource', 'ModelData', 'PrivateS3Endpoint', 'S3DataType',
    'SecureBatchTransformModel', 'SecureTransformJob', 'SplitType', 'TransformInput', 'TransformOutput',
  ]);
});

test('the library exports these types', () => {
  const files = [...fs.readFileSync(INDEX, 'utf8').matchAll(/from '(.+)'/g)].map(([, file]) => fs.readFileSync(path.join(path.dirname(INDEX), `${file}.ts`), 'utf8'));
  expect(files.flatMap((text) => [...text.matchAll(/^export interface (\w+)/gm)].map(([, name]) => name)).sort()).toEqual([
    'BatchTransformModelAttributes', 'ContainerDefinition', 'ContainerImageConfig', 'DataCapture', 'DataPrefix', 'DataProcessing', 'Experiment', 'IBatchTransformModel', 'IPrivateS3Endpoint', 'ITransformJob',
    'ModelClientOptions', 'ModelDataConfig', 'PrivateS3EndpointAttributes', 'PrivateS3EndpointProps', 'RestrictBucketOptions', 'SecureBatchTransformModelProps', 'SecureTransformJobOptions', 'SecureTransformJobProps',
    'TransformInputConfig', 'TransformInputOptions', 'TransformOutputConfig', 'TransformOutputOptions',
  ]);
});

test('the index re-exports and does nothing else', () => {
  expect(fs.readFileSync(INDEX, 'utf8').trim().split('\n').filter((line) => !/^export \* from '\.\/[\w/-]+';$/.test(line))).toEqual([]);
});

test('every optional property says its default', () => {
  const folder = path.dirname(INDEX);
  const silent = fs.readdirSync(folder).filter((name) => name.endsWith('.ts')).flatMap((name) => {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    const structs = [...text.matchAll(/^export interface (?!I[A-Z])(\w+)[^{]*\{\n([^]*?)^\}/gm)];
    return structs.flatMap(([, struct, body]) => [...body.matchAll(/(\/\*\*[^]*?\*\/)\n {2}readonly (\w+)\?:/g)].filter(([, doc]) => !doc.slice(doc.lastIndexOf('/**')).includes('@default')).map(([, , property]) => `${struct}.${property}`));
  });
  expect(silent).toEqual([]);
});
