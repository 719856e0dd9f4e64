// A container that answers what it gets, in a process of its own; says its port to the parent.
const { createServer } = require('node:http');

const server = createServer((request, response) => {
  if (request.url !== '/invocations') {
    response.statusCode = request.url === '/ping' ? 200 : 404;
    response.end();
    return;
  }
  response.writeHead(200, { 'content-type': 'text/csv' });
  request.pipe(response);
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit(0));
