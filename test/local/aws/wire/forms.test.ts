import { Readable } from 'node:stream';
import { AwsChunkedDecoder } from '../../../../local/aws/wire/aws-chunked';
import { nestedForm } from '../../../../local/aws/wire/nested-form';
import { xmlElements } from '../../../../local/aws/wire/xml';

test.each<[string, string, unknown]>([
  ['a list of structures', 'Tags.member.1.Key=a&Tags.member.1.Value=b&Tags.member.2.Key=c', { Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c' }] }],
  ['an EC2 filter', 'Filter.1.Name=vpc-id&Filter.1.Value.1=v1&Filter.1.Value.2=v2', { Filter: [{ Name: 'vpc-id', Value: ['v1', 'v2'] }] }],
  ['more than nine items in order', Array.from({ length: 11 }, (_, i) => `L.member.${i + 1}=${i}`).join('&'), { L: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] }],
  ['a name that is also a property of every object', 'a.__proto__.b=1', { a: JSON.parse('{"__proto__":{"b":"1"}}') }],
])('reads %s', (_, form, nested) => {
  expect(JSON.stringify(nestedForm(new URLSearchParams(form)))).toBe(JSON.stringify(nested));
});

test('writes lists, nested members and absent members', () => {
  expect(xmlElements({ Tags: [{ Key: 'a<' }], None: undefined, On: false }, 'member')).toBe('<Tags><member><Key>a&lt;</Key></member></Tags><On>false</On>');
  expect(xmlElements({ vpcSet: [{ vpcId: 'v' }] }, 'item')).toBe('<vpcSet><item><vpcId>v</vpcId></item></vpcSet>');
});

describe('taking the aws-chunked framing off', () => {
  const decode = async (pieces: string[]) => {
    const trailers: string[] = [];
    const decoder = new AwsChunkedDecoder((name, value) => trailers.push(`${name}=${value}`));
    const chunks: Buffer[] = [];
    for await (const chunk of Readable.from(pieces.map((piece) => Buffer.from(piece))).pipe(decoder)) chunks.push(chunk);
    return { text: Buffer.concat(chunks).toString(), trailers };
  };
  const framed = '5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n';

  test('gives the same data wherever the stream is cut', async () => {
    for (let at = 1; at < framed.length; at += 1) {
      expect(await decode([framed.slice(0, at), framed.slice(at)])).toEqual({ text: 'hello world', trailers: ['x-amz-checksum-crc32=AAAA'] });
    }
  });

  test.each([['ends early', '5\r\nhel', 'IncompleteBody'], ['has no size', 'zz\r\nhello\r\n', 'InvalidRequest']])('refuses a body that %s', async (_, body, code) => {
    await expect(decode([body])).rejects.toMatchObject({ code });
  });
});
