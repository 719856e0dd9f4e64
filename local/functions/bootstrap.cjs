'use strict';
/** A function's process: loads the handler and runs one invocation after another. Started by `function-process.ts`. */
const { format } = require('node:util');
const guardOutbound = require('./outbound.cjs');
const loadHandler = require('./load-handler.cjs');

const [, , taskRoot, handlerName, port] = process.argv;
const send = process.send.bind(process);
let requestId;
let handler;

guardOutbound(Number(port));
process.argv.length = 2;
process.chdir(taskRoot);
captureOutput();

// The parent is gone: nobody waits for an answer.
process.on('disconnect', () => process.exit(1));
process.on('uncaughtException', (error) => fatal(errorPayload(error)));
process.on('unhandledRejection', (reason) => {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  fatal({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: format('%s: %s', error.name, error.message), trace: trace(error) });
});
process.on('message', (message) => {
  void invoke(message);
});

async function invoke(message) {
  requestId = message.requestId;
  Object.assign(process.env, message.environment);
  try {
    handler ??= await loadHandler(taskRoot, handlerName);
  } catch (error) {
    send({ type: 'answer', failed: true, restart: true, payload: JSON.stringify(errorPayload(error)) });
    return;
  }
  send({ type: 'started' }, undefined, undefined, () => void run(message));
}

async function run(message) {
  const deadline = performance.now() + message.timeoutMilliseconds;
  try {
    const result = await callHandler(JSON.parse(message.payload), contextOf(message, deadline));
    send({ type: 'answer', failed: false, payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    const payload = errorPayload(error);
    console.error(`Invoke Error \t${JSON.stringify({ ...payload, trace: undefined, stack: payload.trace })}`);
    send({ type: 'answer', failed: true, payload: JSON.stringify(payload) });
  }
}

/**
 * A handler gives a promise or calls back. Any other value that it gives is ignored, as Lambda does: when nothing is left to
 * happen, the answer is null.
 */
function callHandler(event, context) {
  return new Promise((resolve, reject) => {
    const callback = (error, result) => (error === undefined || error === null ? resolve(result) : reject(error));
    Object.assign(context, { done: callback, succeed: resolve, fail: reject });
    const given = handler(event, context, callback);
    if (typeof given?.then === 'function') given.then(resolve, reject);
    else whenIdle(() => resolve(null));
  });
}

/** Nothing but the parent's channel keeps the process alive. */
function whenIdle(then) {
  process.channel.unref();
  process.once('beforeExit', () => {
    process.channel.ref();
    then();
  });
}

function contextOf({ context }, deadline) {
  return {
    ...context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
}

function errorPayload(error) {
  if (!(error instanceof Error) && typeof error?.message !== 'string') return { errorType: typeof error, errorMessage: format(error), trace: [] };
  return { errorType: error.name ?? 'Error', errorMessage: error.message, trace: trace(error) };
}

function trace(error) {
  return String(error.stack ?? '').split('\n');
}

/** What nobody caught ends the process, after the answer is on its way. */
function fatal(payload) {
  console.error(`Uncaught Exception \t${JSON.stringify(payload)}`);
  send({ type: 'answer', failed: true, restart: true, payload: JSON.stringify(payload) }, undefined, undefined, () => process.exit(129));
}

/** Output goes through the channel of the answers, so that it stays in order with them. */
function captureOutput() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk, encoding, callback) => {
      send({ type: 'log', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8') });
      const done = [encoding, callback].find((each) => typeof each === 'function');
      if (done) process.nextTick(done);
      return true;
    };
  }
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR' };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => send({ type: 'log', text: `${new Date().toISOString()}\t${requestId}\t${level}\t${format(...values)}\n` });
  }
}
