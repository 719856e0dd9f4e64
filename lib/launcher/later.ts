type Calls = Record<string, (...values: never[]) => Promise<unknown>>;

/** A port whose client is loaded at its first call: most requests need no EC2, and its client is the largest. */
export function later<T extends object>(make: () => Promise<T>): T {
  let made: Promise<T> | undefined;
  const call = (name: string) => async (...values: never[]) => {
    const port = (await (made ??= make())) as unknown as Calls;
    return port[name](...values);
  };
  return new Proxy({} as T, { get: (_, name) => call(String(name)) });
}
