import * as fs from 'node:fs';
import * as path from 'node:path';
import { OPERATION_REMARKS, RESOURCE_REMARKS, SERVICES } from '../../local/promise-remarks';
import { Promises, readPromises } from '../../local/promises';
import { withPromises } from '../../local/promises-as-markdown';

const README = path.join(__dirname, '../../local/README.md');

let promises: Promises;
beforeAll(async () => {
  promises = await readPromises();
});

const operations = () => promises.services.flatMap(({ signingName, operations: all }) => all.map(({ name }) => `${signingName}:${name}`));

test('the README of the local cloud lists what the code serves (npx tsx bin/local-promises.ts --write)', () => {
  const page = fs.readFileSync(README, 'utf8');
  expect(page).toBe(withPromises(page, promises));
});

test('every service says which operations it serves', () => {
  expect(promises.services.filter(({ operations: all }) => all.length === 0)).toEqual([]);
  expect(operations()).toEqual(expect.arrayContaining(['s3:GetObject', 'lambda:Invoke', 'sagemaker:CreateTransformJob', 'ec2:DescribeVpcs', 'states:StartExecution', 'sts:AssumeRole']));
});

test.each([
  ['operation', () => Object.keys(OPERATION_REMARKS).filter((name) => !operations().includes(name))],
  ['resource type', () => Object.keys(RESOURCE_REMARKS).filter((type) => !promises.resources.some((each) => each.type === type))],
  ['service', () => Object.keys(SERVICES).filter((name) => !promises.services.some(({ signingName }) => signingName === name))],
])('every remark is about an existing %s', (_, strangers) => {
  expect(strangers()).toEqual([]);
});

test('no property is both with and without an effect, and no type is listed twice', () => {
  expect(promises.resources.filter(({ properties, recordedOnly }) => properties.some((name) => recordedOnly.includes(name)))).toEqual([]);
  const types = promises.resources.map(({ type }) => type);
  expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
});

describe('the generated section', () => {
  const page = (services: Promises['services']) => withPromises(fs.readFileSync(README, 'utf8'), { ...promises, services });

  test('changes when an operation comes or goes', () => {
    const [first, ...rest] = promises.services;
    expect(page([{ ...first, operations: first.operations.slice(1) }, ...rest])).not.toBe(page(promises.services));
  });

  test('leaves what is written by hand as it is', () => {
    const before = fs.readFileSync(README, 'utf8');
    const after = page([]);
    expect(after.slice(0, after.indexOf('<!-- promises: begin'))).toBe(before.slice(0, before.indexOf('<!-- promises: begin')));
  });

  test('has nowhere to go in a page without its markers', () => {
    expect(() => withPromises('# no markers', promises)).toThrow('the page must hold the lines');
  });
});
