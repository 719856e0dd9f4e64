import { SsmService } from '../../../../local/aws/ssm/ssm-service';
import { ssmOperations } from '../../../../local/aws/ssm/ssm-operations';
import { AccessCall } from '../../../../local/services';
import { HandClock, identity } from '../../deploy/fake-cloud';

const context = { caller: { principal: { kind: 'anonymous' }, network: { kind: 'internet', sourceIp: '127.0.0.1' }, secureTransport: true }, requestId: 'r' } as const;
let asked: AccessCall[];
let denied: boolean;
let operations: ReturnType<typeof ssmOperations>;

beforeEach(() => {
  asked = [];
  denied = false;
  const decide = (call: AccessCall) => {
    asked.push(call);
    if (denied) throw new Error('denied');
    return { allowed: true, outcome: 'Allowed' as const, statements: [], explanation: '' };
  };
  const ssm = new SsmService({ identity, clock: new HandClock() });
  ssm.put('/cdk/version', '32');
  ssm.put('/cdk/version', '33');
  ssm.put('plain', 'x');
  operations = ssmOperations(ssm, { decide, require: decide });
});

test.each(['/cdk/version', 'arn:aws:ssm:us-east-1:111122223333:parameter/cdk/version'])('GetParameter gives %s', async (Name) => {
  expect(await operations.GetParameter({ Name }, context)).toEqual({
    Parameter: { Name: '/cdk/version', Type: 'String', Value: '33', Version: 2, LastModifiedDate: 1_700_000_000, ARN: 'arn:aws:ssm:us-east-1:111122223333:parameter/cdk/version', DataType: 'text' },
  });
  expect(asked).toMatchObject([{ action: 'ssm:GetParameter', resource: 'arn:aws:ssm:us-east-1:111122223333:parameter/cdk/version' }]);
});

test('GetParameters tells apart what there is and what there is not', async () => {
  expect(await operations.GetParameters({ Names: ['plain', '/nope'] }, context)).toMatchObject({ Parameters: [{ Name: 'plain', ARN: 'arn:aws:ssm:us-east-1:111122223333:parameter/plain' }], InvalidParameters: ['/nope'] });
});

test('an unknown parameter is not found', () => {
  expect(() => operations.GetParameter({ Name: '/nope' }, context)).toThrow(expect.objectContaining({ code: 'ParameterNotFound' }));
});

test('versions and labels are refused by name', () => {
  expect(() => operations.GetParameter({ Name: '/cdk/version:1' }, context)).toThrow('parameter versions and labels (/cdk/version:1)');
});

test('who may not read gets nothing', () => {
  denied = true;
  expect(() => operations.GetParameter({ Name: '/cdk/version' }, context)).toThrow('denied');
});
