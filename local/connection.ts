/** How a client reaches the running cloud: the one line that `local start` prints. */
export interface Connection {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
