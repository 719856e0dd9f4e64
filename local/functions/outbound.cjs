'use strict';
/**
 * Nothing leaves the machine: every connection but the one to the local cloud is refused with a clear error.
 * Requests to CloudFormation's answer buckets are led to the local cloud, because the usual handlers drop the protocol and the
 * port of the answer URL and always speak TLS to port 443. Host header and path stay as they were.
 */
const dgram = require('node:dgram');
const dns = require('node:dns');
const http = require('node:http');
const https = require('node:https');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');

const ANSWER_HOST = /^cloudformation-custom-resource-response-[a-z0-9-]+\.s3[a-z0-9.-]*\.amazonaws\.com(\.cn)?$/;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

function refusal(host) {
  const error = new Error(`ETIMEDOUT (the local cloud lets nothing out: ${host})`);
  return Object.assign(error, { code: 'ETIMEDOUT', errno: -110, syscall: 'connect' });
}

/** Where a socket is asked to connect to; `connect` takes (port, host), (options), (path) or Node's own normalised list. */
function destination(args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (first && typeof first === 'object') return { path: first.path, host: first.host || 'localhost', port: Number(first.port) };
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { path: first };
  return { host: typeof args[1] === 'string' ? args[1] : 'localhost', port: Number(first) };
}

function guardSockets(port) {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function guarded(...args) {
    const to = destination(args);
    if (!to.path && LOOPBACK.has(to.host) && to.port === port) return connect.apply(this, args);
    process.nextTick(() => this.destroy(refusal(to.path || (LOOPBACK.has(to.host) ? `${to.host}:${to.port}` : to.host))));
    return this;
  };
  for (const method of ['send', 'connect']) {
    dgram.Socket.prototype[method] = function refused() {
      throw refusal('UDP');
    };
  }
}

function guardNames() {
  const names = Object.keys(dns).filter((name) => /^(resolve|reverse|lookup)/.test(name) && typeof dns[name] === 'function');
  for (const name of names) {
    const original = dns[name];
    dns[name] = function guarded(host, ...rest) {
      if (LOOPBACK.has(host) && name === 'lookup') return original.call(dns, host, ...rest);
      const callback = rest.at(-1);
      if (typeof callback !== 'function') throw refusal(host);
      process.nextTick(callback, refusal(host));
      return undefined;
    };
    if (typeof dns.promises[name] === 'function') {
      dns.promises[name] = async (host) => {
        throw refusal(host);
      };
    }
  }
  for (const resolver of [dns.Resolver, dns.promises.Resolver]) {
    for (const name of names.filter((each) => each in resolver.prototype)) {
      resolver.prototype[name] = function refused(host) {
        throw refusal(host);
      };
    }
  }
}

/** (url), (url, options), (options): as one options object. */
function optionsOf(first, second) {
  if (typeof first !== 'string' && !(first instanceof URL)) return { ...first };
  const url = new URL(first);
  return { protocol: url.protocol, hostname: url.hostname, port: url.port, path: url.pathname + url.search, ...(typeof second === 'object' ? second : {}) };
}

function redirectAnswers(port) {
  const plain = http.request;
  const redirected = (original) => function request(first, second, third) {
    const options = optionsOf(first, second);
    const host = String(options.hostname || options.host || '').toLowerCase();
    if (!ANSWER_HOST.test(host)) return original.call(this, first, second, third);
    const headers = { ...(Array.isArray(options.headers) ? Object.fromEntries(options.headers) : options.headers), Host: host };
    const callback = [second, third].find((each) => typeof each === 'function');
    return plain.call(http, { ...options, protocol: 'http:', host: '127.0.0.1', hostname: '127.0.0.1', port, agent: undefined, defaultPort: undefined, headers }, callback);
  };
  const get = (request) => function getRequest(...args) {
    const made = request(...args);
    made.end();
    return made;
  };
  http.request = redirected(http.request);
  https.request = redirected(https.request);
  http.get = get(http.request);
  https.get = get(https.request);

  const fetch = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const host = new URL(input instanceof Request ? input.url : String(input)).hostname;
    return ANSWER_HOST.test(host) ? fetchPlainly(new Request(input, init)) : fetch(input, init);
  };
}

/** By `http.request`, because fetch sets the Host header itself. */
async function fetchPlainly(request) {
  const body = Buffer.from(await request.arrayBuffer());
  const options = { method: request.method, headers: { ...Object.fromEntries(request.headers), 'content-length': body.length } };
  return new Promise((resolve, reject) => {
    const sent = https.request(request.url, options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(new Response(Buffer.concat(chunks), { status: response.statusCode, headers: response.headers })));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

module.exports = function guardOutbound(port) {
  redirectAnswers(port);
  guardSockets(port);
  guardNames();
  syncBuiltinESMExports();
};
