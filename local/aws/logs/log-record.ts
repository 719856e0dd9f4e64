/** Plain JSON: rows of tables. */
export interface LogGroup {
  readonly logGroupName: string;
  readonly arn: string;
  /** Epoch milliseconds, as everywhere in this API. */
  readonly creationTime: number;
  readonly retentionInDays?: number;
  readonly kmsKeyId?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LogStream {
  readonly logStreamName: string;
  readonly creationTime: number;
}

export interface LogEvent {
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

/** An event and the stream that it stands in. */
export interface StreamedLogEvent extends LogEvent {
  readonly logStreamName: string;
  readonly eventId: string;
}
