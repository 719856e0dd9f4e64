/** For every client: a hanging connection must not eat the function's time, and a throttled call is worth a wait. */
export function clientSettings(region: string) {
  return { region, maxAttempts: 4, requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true } };
}
