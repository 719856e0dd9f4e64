import { Caller } from '../access/model';

/** A service that acts on its own: `lambda.amazonaws.com`. */
export function serviceCaller(service: string): Caller {
  return { principal: { kind: 'service', service }, network: { kind: 'internet', sourceIp: '127.0.0.1' }, secureTransport: true };
}
