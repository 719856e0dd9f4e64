import { Caller } from '../../access/model';
import { WireRequest, WireResponse } from '../wire/http';

/** A REST request with its bucket and key found out. Empty where the operation has none. */
export interface S3Request {
  readonly wire: WireRequest;
  readonly caller: Caller;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

export type S3Operation = (request: S3Request) => Promise<WireResponse> | WireResponse;
export type S3Operations = Readonly<Record<string, S3Operation>>;

export const XML = { 'content-type': 'application/xml' } as const;
