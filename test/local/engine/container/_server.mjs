// A container's process for the tests: answers with its environment, and starts a child that must end with it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
console.log(`child ${child.pid}`);
console.error('to stderr');
if (process.env.BREAK === 'exit') process.exit(3);
createServer((request, response) => {
  if (request.url === '/ping') response.statusCode = process.env.BREAK === 'ping' ? 500 : 200;
  response.end(request.url === '/invocations' ? JSON.stringify(process.env) : '');
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
