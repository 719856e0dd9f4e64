import { gzipSync } from 'node:zlib';
import { Answer } from './_container';
import { echo, job, Members, Setup, transform } from './_transform';

const MIB = 1_048_576;
const LINES = { SplitType: 'Line' } as const;
const upper: Answer = ({ body }) => ({ body: body.toString().toUpperCase() });
/** One answer line for each line sent. */
const perLine = (make: (line: string) => string): Answer => ({ body }) => ({ body: body.toString().replace(/\n$/, '').split('\n').map(make).join('\n') });

interface Case {
  readonly name: string;
  readonly job?: Members;
  readonly input: string | Buffer;
  readonly setup?: Setup;
  readonly sent?: readonly string[];
  readonly out: string;
}

const csvProcessing = (DataProcessing: Members['DataProcessing'], more: Members = {}): Members => ({
  TransformInput: { ...LINES, ContentType: 'text/csv' },
  TransformOutput: { AssembleWith: 'Line', Accept: 'text/csv' },
  DataProcessing,
  ...more,
});
const jsonLines = (DataProcessing: Members['DataProcessing']): Members => ({
  TransformInput: { ...LINES, ContentType: 'application/jsonlines' },
  TransformOutput: { AssembleWith: 'Line', Accept: 'application/jsonlines' },
  DataProcessing,
});
const json = (DataProcessing: Members['DataProcessing']): Members => ({
  TransformInput: { ContentType: 'application/json' },
  TransformOutput: { Accept: 'application/json' },
  DataProcessing,
});

const CASES: readonly Case[] = [
  { name: 'rule 20: SplitType None sends the object byte for byte', input: 'a\r\nb', sent: ['a\r\nb'], out: 'a\r\nb' },
  { name: 'rule 26: MultiRecord sends as many lines as fit', job: { TransformInput: LINES }, input: 'a\nb\nc\n', sent: ['a\nb\nc\n'], out: 'a\nb\nc\n' },
  { name: 'rule 21: a missing final newline loses nothing', job: { TransformInput: LINES }, input: 'a\nb', sent: ['a\nb'], out: 'a\nb' },
  { name: 'rule 30 and 13.7: SingleRecord sends a line without its newline', job: { TransformInput: LINES, BatchStrategy: 'SingleRecord' }, input: 'a\nb\n', sent: ['a', 'b'], out: 'ab' },
  { name: '13.8: a line that is sent alone loses its CRLF', job: { TransformInput: LINES, BatchStrategy: 'SingleRecord' }, input: 'a\r\nb\r\n', sent: ['a', 'b'], out: 'ab' },
  { name: '13.8: a batch keeps its CRLF', job: { TransformInput: LINES }, input: 'a\r\nb\r\n', sent: ['a\r\nb\r\n'], out: 'a\r\nb\r\n' },
  { name: '13.9: blank lines are kept where nothing is parsed', job: { TransformInput: LINES }, input: 'a\n\nb\n', sent: ['a\n\nb\n'], out: 'a\n\nb\n' },
  { name: 'rule 68: AssembleWith Line ends every answer with a newline', job: { TransformInput: LINES, BatchStrategy: 'SingleRecord', TransformOutput: { AssembleWith: 'Line' } }, input: 'a\nb', out: 'a\nb\n' },
  { name: '13.6: a newline that is there already counts', job: { TransformInput: LINES, TransformOutput: { AssembleWith: 'Line' } }, input: 'a\nb\n', out: 'a\nb\n' },
  { name: '13.6: the literal reading adds one nevertheless', job: { TransformInput: LINES, TransformOutput: { AssembleWith: 'Line' } }, input: 'a\nb\n', setup: { choices: { assembleNewline: 'always' } }, out: 'a\nb\n\n' },
  { name: 'rule 37: an answer is stored untouched, blanks and .0 kept', job: { TransformInput: { ContentType: 'text/csv' } }, input: 'x', setup: { answer: () => ({ body: '[0.0, 2.0]' }) }, out: '[0.0, 2.0]' },
  { name: 'rule 73: a 200 answer is never judged', input: 'x', setup: { answer: () => ({ body: 'ERROR' }) }, out: 'ERROR' },
  { name: 'rule 19: Gzip is decompressed before it is split', job: { TransformInput: { ...LINES, CompressionType: 'Gzip' }, BatchStrategy: 'SingleRecord' }, input: gzipSync('a\nb\n'), sent: ['a', 'b'], out: 'ab' },
  { name: 'rule 32: with InputFilter the batch is the filtered lines joined by newline', job: csvProcessing({ InputFilter: '$[1:]' }), input: 'id1,1,2\nid2,3,4\n', sent: ['1,2\n3,4'], out: '1,2\n3,4\n' },
  { name: 'rule 46: a slice takes its end', job: csvProcessing({ InputFilter: '$[1:2]' }), input: 'a,b,c,d\n', sent: ['b,c'], out: 'b,c\n' },
  { name: 'rule 55: a CSV join appends the columns of the answer', job: csvProcessing({ JoinSource: 'Input' }), input: '1,2,3\n4,5,6\n', setup: { answer: perLine((line) => line[0]) }, sent: ['1,2,3\n4,5,6'], out: '1,2,3,1\n4,5,6,4\n' },
  { name: 'rule 43: the join takes the unfiltered record, the output filter comes last', job: csvProcessing({ InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' }), input: 'id1,1,2\nid2,3,4', setup: { answer: perLine((line) => `p${line.replace(',', '')}`) }, sent: ['1,2\n3,4'], out: 'id1,p12\nid2,p34\n' },
  { name: 'rule 44: without a join the output filter sees the answer alone', job: csvProcessing({ OutputFilter: '$[1]' }), input: 'a\nb\n', setup: { answer: perLine((line) => `${line},${line}${line}`) }, sent: ['a\nb\n'], out: 'aa\nbb\n' },
  { name: 'rule 56: one final newline of the answer does not count', job: csvProcessing({ JoinSource: 'Input' }), input: 'a\nb\n', setup: { answer: echo }, out: 'a,a\nb,b\n' },
  { name: 'rule 58: fields are quoted where they must be', job: csvProcessing({ JoinSource: 'Input' }), input: '"a,b","c",d"\n'.replace(',d"', ',d'), setup: { answer: () => ({ body: '"x""y"' }) }, out: '"a,b",c,d,"x""y"\n' },
  { name: 'CSV keeps bytes that are no UTF-8', job: csvProcessing({ InputFilter: '$[0]' }), input: Buffer.from('caf\xe9,1\n', 'latin1'), setup: { answer: ({ body }) => ({ body: body.toString('hex') }) }, out: '636166e9\n' },
  { name: 'rule 64: an object gets SageMakerOutput', job: json({ JoinSource: 'Input' }), input: '{"text": "t", "_id": 1}', setup: { answer: () => ({ body: '{"p": 1.0}' }) }, out: '{"SageMakerOutput":{"p":1},"_id":1,"text":"t"}' },
  { name: 'rule 64: other input is wrapped', job: json({ JoinSource: 'Input' }), input: '[1, 2]', setup: { answer: () => ({ body: '"x"' }) }, out: '{"SageMakerInput":[1,2],"SageMakerOutput":"x"}' },
  { name: 'rule 64: an existing SageMakerOutput is overwritten', job: json({ JoinSource: 'Input' }), input: '{"SageMakerOutput": 0}', setup: { answer: () => ({ body: '1' }) }, out: '{"SageMakerOutput":1}' },
  { name: 'rule 52: several names give an object', job: jsonLines({ JoinSource: 'Input', OutputFilter: "$['SageMakerOutput','id']" }), input: '{"id":1,"x":2}\n{"id":2,"x":3}\n', setup: { answer: perLine(() => '0.5') }, out: '{"SageMakerOutput":0.5,"id":1}\n{"SageMakerOutput":0.5,"id":2}\n' },
  { name: 'rule 65: a selected string is sent with its quotes', job: jsonLines({ InputFilter: '$.t' }), input: '{"t":"a b"}\n', sent: ['"a b"'], out: '"a b"\n' },
  { name: 'rule 41: CSV goes out and a JSON answer to the whole batch is filtered', job: { ...csvProcessing({ OutputFilter: '$.predictions' }), TransformOutput: { Accept: 'application/json' } }, input: 'a\nb\n', setup: { answer: () => ({ body: '{\n "predictions": [1, 2]\n}\n' }) }, out: '[1,2]' },
  { name: '13.21: joined JSON with Line takes JSON Lines as its answer', job: { TransformInput: { ...LINES, ContentType: 'application/json' }, TransformOutput: { AssembleWith: 'Line', Accept: 'application/json' }, DataProcessing: { JoinSource: 'Input' } }, input: '{"a":1}\n{"a":2}\n', setup: { answer: perLine(() => '7') }, out: '{"SageMakerOutput":7,"a":1}\n{"SageMakerOutput":7,"a":2}\n' },
  { name: 'rule 63: whole numbers beyond 2^53 lose digits', job: json({ OutputFilter: '$.n' }), input: '1', setup: { answer: () => ({ body: '{"n": 9007199254740993}' }) }, out: '9007199254740992' },
  { name: '13.19: angle brackets are written plainly', job: json({ OutputFilter: '$.a' }), input: '1', setup: { answer: () => ({ body: '{"a":"<&>"}' }) }, out: '"<&>"' },
  { name: '13.19: or escaped, when asked', job: json({ OutputFilter: '$.a' }), input: '1', setup: { answer: () => ({ body: '{"a":"<&>"}' }), choices: { escapeHtml: true } }, out: '"\\u003c\\u0026\\u003e"' },
  { name: '13.9: blank lines are skipped where a line is parsed, when asked', job: csvProcessing({ InputFilter: '$[0]' }), input: 'a,1\n\nb,2\n', setup: { choices: { blankLines: 'skip' } }, sent: ['a\nb'], out: 'a\nb\n' },
  { name: 'rule 31: MaxPayloadInMB 0 sends the object as one stream', job: { MaxPayloadInMB: 0 }, input: 'x'.repeat(3 * MIB), setup: { answer: ({ body, headers }) => ({ body: `${body.length} ${headers['transfer-encoding']}` }) }, out: `${3 * MIB} chunked` },
  { name: 'rule 28: the bound is inclusive', job: { MaxPayloadInMB: 1 }, input: 'x'.repeat(MIB), setup: { answer: ({ body }) => ({ body: String(body.length) }) }, out: String(MIB) },
];

test.each(CASES)('$name', async ({ job: members, input, setup, sent, out }) => {
  const run = await transform(job(members), { 'in/data/x': input }, setup);
  expect(run.log.slice(1)).toEqual([]);
  expect(run.outcome).toEqual({ status: 'Completed', objects: { done: 1, failed: 0, skipped: 0 } });
  if (sent) expect(run.sent).toEqual(sent);
  expect(run.stored).toEqual({ 'out/results/x.out': out });
});

const BAD: ReadonlyArray<{ name: string; job?: Members; input: string | Buffer; setup?: Setup; log: string | RegExp; reason?: RegExp; requests?: number }> = [
  { name: 'rule 29: an object over the bound', job: { MaxPayloadInMB: 1 }, input: 'x'.repeat(MIB + 1), log: /larger than MaxPayloadInMB=1/, requests: 0 },
  { name: 'rule 29: a line over the bound', job: { MaxPayloadInMB: 1, TransformInput: LINES }, input: `${'x'.repeat(MIB + 1)}\nb\n`, log: /larger than MaxPayloadInMB=1/, requests: 0 },
  { name: 'rule 54: a quote inside of a field', job: csvProcessing({ InputFilter: '$[0]' }), input: 'a"b,1\n', log: `Failed to parse line: 'a"b,1' as CSV: bare " in non quoted field found near: a"b,1`, requests: 0 },
  { name: 'rule 57: an answer that is no CSV', job: csvProcessing({ JoinSource: 'Input' }), input: 'a\n', setup: { answer: () => ({ body: '    "predictions": [[1.5881,' }) }, log: 'Failed to parse output from the algorithm as CSV: bare " in non quoted field found near:     "predictions": [[1.5881,' },
  { name: 'rule 56: an answer with another number of lines', job: csvProcessing({ JoinSource: 'Input' }), input: 'a\nb\n', setup: { answer: () => ({ body: '1' }) }, log: /2 records were sent and 1 answers came back/ },
  { name: 'rule 49: an index outside of the row', job: csvProcessing({ InputFilter: '$[3]' }), input: 'a,b\n', log: /InputFilter "\$\[3\]" does not fit record 1: index 3 is outside of 2 elements/, requests: 0 },
  { name: '13.17: a missing member', job: json({ InputFilter: '$.b' }), input: '{"a":1}', log: /there is no member 'b'/, requests: 0 },
  { name: 'rule 53: a name asked of CSV', job: csvProcessing({ InputFilter: '$.a' }), input: 'a\n', log: /'a' is asked of something that has no members/, requests: 0 },
  { name: '13.9: a blank line where a line is parsed', job: csvProcessing({ InputFilter: '$[0]' }), input: 'a\n\nb\n', log: /line 2 is blank/, requests: 0 },
  { name: '13.10: an empty object', input: '', log: /the object is empty/, requests: 0 },
  { name: 'an object that is no gzip file', job: { TransformInput: { CompressionType: 'Gzip' } }, input: 'plain', log: /no whole gzip file/, requests: 0 },
  { name: 'rule 74: a 4xx answer, sent once', input: 'x', setup: { answer: () => ({ status: 413, body: '<h1>too\nlarge</h1>' }) }, log: 'ClientError: 413||Message:|<h1>too|large</h1>', requests: 1 },
  { name: 'rule 74: a 5xx answer, sent four times', input: 'x', setup: { answer: () => ({ status: 500, body: 'oops' }) }, log: 'Bad HTTP status received from algorithm: 500||Message:|oops', reason: /^AlgorithmError: See job logs/, requests: 4 },
  { name: '13.13: another 2xx', input: 'x', setup: { answer: () => ({ status: 204 }) }, log: /Bad HTTP status received from algorithm: 204/, reason: /^AlgorithmError/, requests: 1 },
  { name: 'rule 74: no answer', job: { ModelClientConfig: { InvocationsMaxRetries: 1 } }, input: 'x', setup: { answer: () => 'hang up' }, log: 'Unable to get response from algorithm', reason: /^AlgorithmError/, requests: 2 },
];

test.each(BAD)('$name fails the object, the job, and stores nothing of it', async ({ job: members, input, setup, log, reason, requests }) => {
  const run = await transform(job(members), { 'in/data/bad': input, 'in/data/z-marker/': '' }, setup);
  const said = run.log.filter((line) => line.includes('in/data/bad: ')).map((line) => line.replace('i-0/data-log in/data/bad: ', '')).join('|');
  if (typeof log === 'string') expect(said).toContain(log);
  else expect(said).toMatch(log);
  expect(run.outcome.status).toBe('Failed');
  expect(run.outcome.failureReason).toMatch(reason ?? /^ClientError: See job logs for more information$/);
  expect(run.stored).toEqual({});
  if (requests !== undefined) expect(run.sent).toHaveLength(requests);
});

test('rule 71: a failed object does not keep the others from being stored', async () => {
  const run = await transform(job(), { 'in/data/a': 'good', 'in/data/b': 'bad', 'in/data/c': 'good' }, { answer: ({ body }) => (String(body) === 'bad' ? { status: 400, body: 'no' } : { body }) });
  expect(run.outcome).toEqual({ status: 'Failed', failureReason: 'ClientError: See job logs for more information', objects: { done: 2, failed: 1, skipped: 0 } });
  expect(Object.keys(run.stored)).toEqual(['out/results/a.out', 'out/results/c.out']);
});

test('rule 73: one bad line of six fails the object; what was answered before is not stored', async () => {
  const members = csvProcessing({ InputFilter: '$[0]' }, { BatchStrategy: 'SingleRecord' });
  const run = await transform(job(members), { 'in/data/x': 'a\nb\nc"d\ne\nf\ng\n' });
  expect(run.outcome.status).toBe('Failed');
  expect(run.stored).toEqual({});
});

test('13.14: behind its first failure no new batch of an object is started', async () => {
  const run = await transform(job({ TransformInput: LINES, BatchStrategy: 'SingleRecord' }), { 'in/data/x': 'a\nb\nc\nd\ne\n' }, { answer: () => ({ status: 400 }) });
  expect(run.sent.length).toBeLessThanOrEqual(2);
});

test('rule 76: a failing invocation is tried again until it answers', async () => {
  const run = await transform(job(), { 'in/data/x': 'hello' }, { answer: ({ body }, n) => (n < 3 ? { status: 503 } : upper({ body, headers: {} }, n)) });
  expect(run.outcome.status).toBe('Completed');
  expect(run.stored).toEqual({ 'out/results/x.out': 'HELLO' });
  expect(run.events.filter(({ type }) => type === 'invocation').map((event) => 'attempt' in event && event.attempt)).toEqual([1, 2, 3, 4]);
});

test('rule 31 and 76: a streamed object is opened again for a retry', async () => {
  const run = await transform(job({ MaxPayloadInMB: 0 }), { 'in/data/x': 'hello' }, { answer: ({ body }, n) => (n === 0 ? { status: 500 } : { body }) });
  expect(run.sent).toEqual(['hello', 'hello']);
  expect(run.stored).toEqual({ 'out/results/x.out': 'hello' });
});

test('a container that does not answer in time is no answer', async () => {
  const run = await transform(job({ ModelClientConfig: { InvocationsTimeoutInSeconds: 1, InvocationsMaxRetries: 0 } }), { 'in/data/x': 'x' }, { answer: () => 'hang' });
  expect(run.log.at(-1)).toContain('Unable to get response from algorithm');
});

test('rule 69: the order is that of the input, whatever the concurrency', async () => {
  const many = Array.from({ length: 60 }, (_, n) => `line ${n}`);
  const reversed: Array<() => void> = [];
  const run = await transform(job({ TransformInput: LINES, TransformOutput: { AssembleWith: 'Line' }, BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 4 }), { 'in/data/x': many.join('\n') }, {
    // Four requests at a time are held back and answered last first.
    answer: ({ body }) => new Promise((resolve) => {
      reversed.push(() => resolve({ body }));
      if (reversed.length === 4) reversed.splice(0).reverse().forEach((reply) => reply());
    }),
  });
  expect(run.stored['out/results/x.out']).toBe(`${many.join('\n')}\n`);
  expect(run.container.mostInFlight).toBe(4);
});

test('rule 18: MaxConcurrentTransforms bounds the requests across objects', async () => {
  const objects = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`in/data/${n}`, 'a\nb\nc\n']));
  const run = await transform(job({ TransformInput: LINES, BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 3 }), objects, { answer: (request) => new Promise((resolve) => setImmediate(() => resolve({ body: request.body }))) });
  expect(run.outcome.objects.done).toBe(30);
  expect(run.container.mostInFlight).toBeLessThanOrEqual(3);
});

test('rule 17: batches never span objects', async () => {
  const run = await transform(job({ TransformInput: LINES }), { 'in/data/a': '1\n', 'in/data/b': '2\n' });
  expect(run.sent).toEqual(['1\n', '2\n']);
});

test('rule 11: the request goes before what the container offers, and that before the default', async () => {
  const offer = '{"MaxConcurrentTransforms": 8, "BatchStrategy": "SINGLE_RECORD", "MaxPayloadInMB": 5}';
  const offered = await transform(job(), { 'in/data/a': '1' }, { executionParameters: offer });
  expect(offered.log[0]).toBe('i-0/data-log MaxConcurrentTransforms=8, MaxPayloadInMB=5, BatchStrategy=SINGLE_RECORD');
  const asked = await transform(job({ MaxConcurrentTransforms: 2, BatchStrategy: 'MultiRecord' }), { 'in/data/a': '1' }, { executionParameters: offer });
  expect(asked.log[0]).toBe('i-0/data-log MaxConcurrentTransforms=2, MaxPayloadInMB=5, BatchStrategy=MULTI_RECORD');
  const defaults = await transform(job({ MaxConcurrentTransforms: 0 }), { 'in/data/a': '1' });
  expect(defaults.log[0]).toBe('i-0/data-log MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD');
});

test('rules 38 and 39: content type and accept go out verbatim, and not at all when unset', async () => {
  const set = await transform(job({ TransformInput: { ContentType: 'Text/CSV; charset=x' }, TransformOutput: { Accept: 'a/b' } }), { 'in/data/a': '1' });
  expect(set.container.received[0].headers).toMatchObject({ 'content-type': 'Text/CSV; charset=x', accept: 'a/b' });
  const unset = await transform(job(), { 'in/data/a': '1' });
  expect(unset.container.received[0].headers).not.toHaveProperty('content-type');
  expect(unset.container.received[0].headers).not.toHaveProperty('accept');
});

test('13.11: a folder marker is skipped and named in the log', async () => {
  const run = await transform(job(), { 'in/data/': '', 'in/data/a': '1' });
  expect(run.outcome).toEqual({ status: 'Completed', objects: { done: 1, failed: 0, skipped: 1 } });
  expect(run.log).toContain('i-0/data-log in/data/: a folder marker is no input; skipped');
});

test('13.10: an empty object is skipped, when asked', async () => {
  const run = await transform(job(), { 'in/data/a': '', 'in/data/b': '1' }, { choices: { emptyObjects: 'skip' } });
  expect(run.outcome).toEqual({ status: 'Completed', objects: { done: 1, failed: 0, skipped: 1 } });
  expect(Object.keys(run.stored)).toEqual(['out/results/b.out']);
});

test('rule 13: a prefix is a string prefix', async () => {
  const run = await transform(job({}, 's3://in/test'), { 'in/test/a': '1', 'in/test_small/b': '2', 'in/other': '3' });
  expect(Object.keys(run.stored).sort()).toEqual(['out/results/a.out', 'out/results/test_small/b.out']);
});

test('results that land among the inputs are not read by the same job', async () => {
  const objects: Record<string, string> = { 'in/data/a': '1', 'in/data/b': '2' };
  const run = await transform(job({ TransformOutput: { S3OutputPath: 's3://in/data/' } }), objects);
  expect(run.sent).toEqual(['1', '2']);
});

test('rule 15: a manifest names the inputs; it is none itself', async () => {
  const run = await transform(job({}, 's3://in/m.json', 'ManifestFile'), { 'in/m.json': '[{"prefix": "s3://lake/some/"}, "b", "d/a"]', 'lake/some/b': 'B', 'lake/some/d/a': 'A' });
  expect(run.sent).toEqual(['B', 'A']);
  expect(run.stored).toEqual({ 'out/results/b.out': 'B', 'out/results/d/a.out': 'A' });
});

test('13.24: a manifest entry without an object fails like a bad one', async () => {
  const run = await transform(job({}, 's3://in/m.json', 'ManifestFile'), { 'in/m.json': '[{"prefix": "s3://lake/some/"}, "a", "b"]', 'lake/some/b': 'B' });
  expect(run.outcome.failureReason).toBe('ClientError: Data download failed:The specified key does not exist.');
  expect(run.stored).toEqual({ 'out/results/b.out': 'B' });
});

test.each([
  { what: 'list', prefix: 'Data download failed' },
  { what: 'get', prefix: 'Data download failed' },
  { what: 'put', prefix: 'Artifact upload failed' },
] as const)('a refused $what gives the reason in the words of storage', async ({ what, prefix }) => {
  const words = `User: r is not authorized to perform: s3:${what}`;
  const run = await transform(job(), { 'in/data/a': '1' }, { refuse: (asked) => (asked === what ? words : undefined) });
  expect(run.outcome.failureReason).toBe(`ClientError: ${prefix}:${words}`);
  expect(run.stored).toEqual({});
  const allowed = await transform(job(), { 'in/data/a': '1' }, { refuse: () => undefined });
  expect(allowed.outcome.status).toBe('Completed');
});

test('a stop ends the requests in flight and stores nothing of their objects', async () => {
  const stop = new AbortController();
  const run = await transform(job({ MaxConcurrentTransforms: 2 }), { 'in/data/a': 'quick', 'in/data/b': 'slow', 'in/data/c': 'slow' }, {
    answer: ({ body }) => (String(body) === 'quick' ? { body } : (setImmediate(() => stop.abort()), 'hang')),
    signal: stop.signal,
  });
  expect(run.outcome.status).toBe('Stopped');
  expect(Object.keys(run.stored).filter((key) => key !== 'out/results/a.out')).toEqual([]);
});

test('a job that was stopped before it began asks nothing', async () => {
  const run = await transform(job(), { 'in/data/a': '1' }, { signal: AbortSignal.abort() });
  expect(run.outcome).toEqual({ status: 'Stopped', objects: { done: 0, failed: 0, skipped: 0 } });
  expect(run.sent).toEqual([]);
});

test('instances share the objects by key', async () => {
  const objects = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`in/data/${n}`, 'x']));
  const run = await transform(job(), objects, { instances: 2 });
  const by = run.events.flatMap((event) => (event.type === 'object-started' ? [event.instance] : []));
  expect(new Set(by)).toEqual(new Set(['i-0', 'i-1']));
  expect(run.outcome.objects.done).toBe(8);
});
