import { KNOWN_AFTER_APPLY, ruleIntrinsics } from '../../../local/deploy/intrinsics';
import { resolve } from '../../../local/deploy/resolve';
import { scopeOf } from '../../../local/deploy/scope';
import { identity } from './fake-cloud';

const template = {
  Resources: {},
  Mappings: { Ami: { 'us-east-1': { x86: 'ami-1', list: ['a', 'b'] } } },
  Conditions: {
    Production: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    Not: { 'Fn::Not': [{ Condition: 'Production' }] },
    Both: { 'Fn::And': [{ Condition: 'Production' }, { 'Fn::Equals': [{ Ref: 'Count' }, 2] }] },
    Either: { 'Fn::Or': [{ Condition: 'Not' }, { 'Fn::Equals': ['a', 'a'] }] },
    Self: { 'Fn::Not': [{ Condition: 'Self' }] },
    OfResource: { 'Fn::Equals': [{ Ref: 'Bucket' }, 'x'] },
  },
};
const attributes: Record<string, unknown> = { Arn: 'arn:aws:s3:::photos', 'Endpoint.Address': 'db.example' };
const scope = scopeOf({
  template, identity, stackId: 'arn:stack', stackName: 'Demo', notificationArns: ['arn:topic'],
  parameters: { Stage: 'prod', Count: '2', Subnets: ['subnet-1', 'subnet-2'], Empty: [] },
  availabilityZones: (region) => [`${region}a`, `${region}b`],
  resources: {
    ref: (id) => (id === 'Later' ? KNOWN_AFTER_APPLY : `${id}-id`),
    getAtt: (id, name) => (id === 'Later' ? KNOWN_AFTER_APPLY : (attributes[name] ?? (() => { throw new Error(`no ${id}.${name}`); })())),
  },
  importValue: (name) => `imported ${name}`,
});

test.each<[string, unknown, unknown]>([
  ['plain values', { a: [1, true, 'x'] }, { a: [1, true, 'x'] }],
  ['Ref of a resource', { Ref: 'Bucket' }, 'Bucket-id'],
  ['Ref of a parameter', { Ref: 'Stage' }, 'prod'],
  ['Ref of a list parameter', { Ref: 'Subnets' }, ['subnet-1', 'subnet-2']],
  ['AWS::Region', { Ref: 'AWS::Region' }, 'us-east-1'],
  ['AWS::AccountId', { Ref: 'AWS::AccountId' }, '111122223333'],
  ['AWS::Partition', { Ref: 'AWS::Partition' }, 'aws'],
  ['AWS::URLSuffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  ['AWS::StackId', { Ref: 'AWS::StackId' }, 'arn:stack'],
  ['AWS::StackName', { Ref: 'AWS::StackName' }, 'Demo'],
  ['AWS::NotificationARNs', { Ref: 'AWS::NotificationARNs' }, ['arn:topic']],
  ['AWS::NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
  ['AWS::NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::photos'],
  ['GetAtt as a text', { 'Fn::GetAtt': 'Bucket.Arn' }, 'arn:aws:s3:::photos'],
  ['GetAtt with a dotted attribute', { 'Fn::GetAtt': ['Db', 'Endpoint.Address'] }, 'db.example'],
  ['GetAtt as a text with dots', { 'Fn::GetAtt': 'Db.Endpoint.Address' }, 'db.example'],
  ['Join', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':', 5]] }, 'arn:aws:5'],
  ['Join of a list parameter', { 'Fn::Join': [',', { Ref: 'Subnets' }] }, 'subnet-1,subnet-2'],
  ['Sub', { 'Fn::Sub': '${AWS::Region}/${Bucket}/${Bucket.Arn}/${Db.Endpoint.Address}/${!Literal}' }, 'us-east-1/Bucket-id/arn:aws:s3:::photos/db.example/${Literal}'],
  ['Sub with values', { 'Fn::Sub': ['${Name}-${Stage}', { Name: { Ref: 'Bucket' } }] }, 'Bucket-id-prod'],
  ['Select', { 'Fn::Select': ['1', { Ref: 'Subnets' }] }, 'subnet-2'],
  ['Split', { 'Fn::Split': ['|', 'a|b'] }, ['a', 'b']],
  ['Select of Split', { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': 'Bucket.Arn' }] }] }, 'photos'],
  ['If, the condition holds', { 'Fn::If': ['Production', 'yes', 'no'] }, 'yes'],
  ['If, it does not', { 'Fn::If': ['Not', 'yes', { Ref: 'AWS::NoValue' }] }, undefined],
  ['If resolves only the branch it takes', { 'Fn::If': ['Not', { 'Fn::GetAtt': 'Db.Nonsense' }, 'no'] }, 'no'],
  ['And', { 'Fn::If': ['Both', 1, 2] }, 1],
  ['Or', { 'Fn::If': ['Either', 1, 2] }, 1],
  ['FindInMap', { 'Fn::FindInMap': ['Ami', { Ref: 'AWS::Region' }, 'x86'] }, 'ami-1'],
  ['FindInMap of a list', { 'Fn::FindInMap': ['Ami', 'us-east-1', 'list'] }, ['a', 'b']],
  ['FindInMap with a default', { 'Fn::FindInMap': ['Ami', 'eu-west-1', 'x86', { DefaultValue: 'ami-0' }] }, 'ami-0'],
  ['Base64', { 'Fn::Base64': { Ref: 'Stage' } }, 'cHJvZA=='],
  ['GetAZs', { 'Fn::GetAZs': '' }, ['us-east-1a', 'us-east-1b']],
  ['GetAZs of a region', { 'Fn::GetAZs': { Ref: 'AWS::Region' } }, ['us-east-1a', 'us-east-1b']],
  ['Cidr', { 'Fn::Cidr': ['10.0.0.0/16', 3, 5] }, ['10.0.0.0/27', '10.0.0.32/27', '10.0.0.64/27']],
  ['Cidr of IPv6', { 'Fn::Cidr': ['2001:db8::/56', 2, 64] }, ['2001:db8::/64', '2001:db8:0:1::/64']],
  ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'Net-${Stage}' } }, 'imported Net-prod'],
  ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Stage' } } }, '{"a":"prod"}'],
  ['Length', { 'Fn::Length': { Ref: 'Subnets' } }, 2],
  ['Condition as an ordinary key', { Condition: { StringEquals: { a: { Ref: 'Stage' } } } }, { Condition: { StringEquals: { a: 'prod' } } }],
  ['a single-key object that is no call', { Name: { Ref: 'Stage' } }, { Name: 'prod' }],
  ['what is known after apply stays within the text', { 'Fn::Join': ['', [{ Ref: 'Later' }, '/*']] }, `${KNOWN_AFTER_APPLY}/*`],
  ['what is known after apply cannot be taken apart', { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': 'Later.Arn' }] }] }, KNOWN_AFTER_APPLY],
])('%s', (_name, value, expected) => {
  expect(resolve(value, scope)).toEqual(expected);
});

test.each<[string, unknown, string]>([
  ['an unknown function', { 'Fn::Transform': { Name: 'AWS::Include' } }, 'does not emulate the intrinsic function Fn::Transform'],
  ['Select beyond the end', { 'Fn::Select': [2, { Ref: 'Subnets' }] }, 'Fn::Select cannot select nonexistent value at index 2'],
  ['Select of a negative index', { 'Fn::Select': [-1, { Ref: 'Subnets' }] }, 'Fn::Select cannot select nonexistent value'],
  ['Join without a list', { 'Fn::Join': ['', 'abc'] }, 'Fn::Join object requires a list'],
  ['a map without the key', { 'Fn::FindInMap': ['Ami', 'eu-west-1', 'x86'] }, 'Unable to get mapping for Ami::eu-west-1::x86'],
  ['an unknown condition', { 'Fn::If': ['Nope', 1, 2] }, 'Unresolved condition dependency Nope'],
  ['a condition that refers to itself', { 'Fn::If': ['Self', 1, 2] }, 'condition Self refers to itself'],
  ['a condition on a resource', { 'Fn::If': ['OfResource', 1, 2] }, 'Cannot reference resources in the Conditions block'],
  ['GetAtt without an attribute', { 'Fn::GetAtt': 'Bucket' }, 'requires two non-empty parameters'],
  ['too many Cidr blocks', { 'Fn::Cidr': ['10.0.0.0/24', 3, 7] }, 'Fn::Cidr cannot cut 3 blocks'],
  ['Cidr of nonsense', { 'Fn::Cidr': ['photos', 1, 8] }, 'Fn::Cidr needs a CIDR block, got: photos'],
])('%s is refused', (_name, value, message) => {
  expect(() => resolve(value, scope)).toThrow(message);
});

test.each<[string, unknown, boolean]>([
  ['Contains', { 'Fn::Contains': [['1', '2'], { Ref: 'Count' }] }, true],
  ['Contains, not', { 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], { Ref: 'Count' }] }] }, false],
  ['EachMemberEquals', { 'Fn::EachMemberEquals': [{ Ref: 'Subnets' }, 'subnet-1'] }, false],
  ['EachMemberIn', { 'Fn::EachMemberIn': [{ Ref: 'Subnets' }, ['subnet-2', 'subnet-1', 'x']] }, true],
])('rule function %s', (_name, value, expected) => {
  expect(resolve(value, scope, ruleIntrinsics)).toBe(expected);
});

test('rule functions are refused outside of rules', () => {
  expect(() => resolve({ 'Fn::Contains': [['a'], 'a'] }, scope)).toThrow('the intrinsic function Fn::Contains');
});
