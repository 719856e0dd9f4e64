import * as http from 'node:http';
import * as https from 'node:https';
import { AnswerPort } from './ports';

const PATIENCE_MILLISECONDS = 20_000;

/** The PUT to S3. The presigned URL covers an empty content type; errors name the status, never the URL. */
export const httpsAnswer: AnswerPort = {
  put(url, body) {
    return new Promise((resolve, reject) => {
      const target = new URL(url);
      const { request } = target.protocol === 'http:' ? http : https;
      const call = request(target, { method: 'PUT', headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) }, timeout: PATIENCE_MILLISECONDS }, (response) => {
        response.resume();
        const { statusCode = 0 } = response;
        if (statusCode >= 200 && statusCode < 300) resolve();
        else reject(Object.assign(new Error(`the answer was refused with status ${statusCode}`), { name: `Status${statusCode}` }));
      });
      call.on('timeout', () => call.destroy(Object.assign(new Error('the answer took too long'), { name: 'TimeoutError' })));
      call.on('error', reject);
      call.end(body);
    });
  },
};
