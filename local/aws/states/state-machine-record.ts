/** Plain JSON: rows of tables. */
export interface StateMachineRecord {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly roleArn: string;
  /** The document with its substitutions made. */
  readonly definition: string;
  readonly revisionId: string;
  /** Epoch milliseconds. */
  readonly creationDate: number;
  readonly settings: StateMachineSettings;
}

export interface StateMachineSettings {
  readonly logging: ExecutionLogging;
  readonly tracingEnabled: boolean;
  readonly encryption?: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ExecutionLogging {
  readonly level: 'ALL' | 'ERROR' | 'FATAL' | 'OFF';
  readonly includeExecutionData: boolean;
  /** Name of the group. */
  readonly logGroup?: string;
  readonly logGroupArn?: string;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface ExecutionRecord {
  readonly executionArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly stopDate?: number;
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** The machine as it was at the start: an update does not touch running executions. */
  readonly machine: StateMachineRecord;
}
