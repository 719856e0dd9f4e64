import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { ANSWER_BYTES, answerBody } from '../../lib/launcher/answer';
import { httpsAnswer } from '../../lib/launcher/https-answer';
import { STACK_ID } from './requests';

const request = { stackId: STACK_ID, requestId: 'r-1', logicalId: 'Label', physicalId: 'label-1' };

describe('the body', () => {
  test('carries what CloudFormation asks for', () => {
    expect(JSON.parse(answerBody(request, { status: 'SUCCESS', data: { A: 'b' } }))).toEqual({ Status: 'SUCCESS', PhysicalResourceId: 'label-1', StackId: STACK_ID, RequestId: 'r-1', LogicalResourceId: 'Label', Data: { A: 'b' } });
    expect(JSON.parse(answerBody(request, { status: 'FAILED', reason: 'why' }))).toMatchObject({ Status: 'FAILED', Reason: 'why' });
  });

  test('never exceeds 4096 bytes, whatever the reason is made of', () => {
    const reason = fc.oneof(fc.string({ unit: 'binary', maxLength: 6_000 }), fc.constantFrom('\n'.repeat(5_000), '\u0001'.repeat(3_000), '"'.repeat(4_000), '😀'.repeat(2_000)));
    fc.assert(
      fc.property(reason, (text) => {
        const body = answerBody(request, { status: 'FAILED', reason: text });
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(ANSWER_BYTES);
        const { Reason } = JSON.parse(body) as { Reason: string };
        expect(Reason === text || Reason.endsWith('…')).toBe(true);
        // What is cut is not cut to nothing.
        if (Reason !== text) expect(Buffer.byteLength(body)).toBeGreaterThan(ANSWER_BYTES / 2);
      }),
      { numRuns: 100 },
    );
  });

  test('that cannot be made to fit is refused and not sent', () => {
    expect(() => answerBody(request, { status: 'SUCCESS', data: { A: 'x'.repeat(5_000) } })).toThrow('at most 4096 bytes');
    expect(() => answerBody({ ...request, physicalId: 'x'.repeat(5_000) }, { status: 'FAILED', reason: 'why' })).toThrow('at most 4096 bytes');
  });
});

describe('the PUT', () => {
  let server: Server;
  let status = 200;
  const taken: Array<{ method?: string; url?: string; type?: string; length?: string; body: string }> = [];
  beforeAll((done) => {
    server = createServer((call, response) => {
      const parts: Buffer[] = [];
      call.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        taken.push({ method: call.method, url: call.url, type: call.headers['content-type'], length: call.headers['content-length'], body: Buffer.concat(parts).toString() });
        response.writeHead(status).end();
      });
    }).listen(0, '127.0.0.1', done);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket/answer?X-Amz-Signature=abc`;

  test('goes to the whole URL with an empty content type, which the signature covers', async () => {
    status = 200;
    await httpsAnswer.put(url(), '{"ä":1}');
    expect(taken.at(-1)).toEqual({ method: 'PUT', url: '/bucket/answer?X-Amz-Signature=abc', type: '', length: '8', body: '{"ä":1}' });
  });

  test('that is refused rejects with the status and without the URL', async () => {
    status = 403;
    await expect(httpsAnswer.put(url(), '{}')).rejects.toMatchObject({ name: 'Status403', message: expect.not.stringContaining('abc') });
  });
});
