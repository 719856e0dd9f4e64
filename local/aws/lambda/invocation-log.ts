/** The lines that Lambda itself writes around an invocation. */
export const invocationLog = {
  start: (requestId: string, version: string): string => `START RequestId: ${requestId} Version: ${version}`,
  end: (requestId: string): string => `END RequestId: ${requestId}`,
  timeout: (time: number, requestId: string, seconds: number): string => `${new Date(time).toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`,
  /** Memory used is not measured here, so it is not claimed. */
  report: (requestId: string, milliseconds: number, memorySize: number): string => (
    `REPORT RequestId: ${requestId}\tDuration: ${milliseconds.toFixed(2)} ms\tBilled Duration: ${Math.ceil(milliseconds)} ms\tMemory Size: ${memorySize} MB`
  ),
};

/** Name of a process's log stream. */
export function logStreamName(time: number, version: string, id: string): string {
  return `${new Date(time).toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]${id}`;
}
