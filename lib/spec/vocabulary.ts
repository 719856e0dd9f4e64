/**
 * How records are grouped into one HTTP call to the container.
 *
 * Only means something together with a `splitType` other than `NONE`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
 */
export enum BatchStrategy {
  /** As many whole records as fit into the payload limit. */
  MULTI_RECORD = 'MultiRecord',
  /** One record a call. */
  SINGLE_RECORD = 'SingleRecord',
}

/**
 * How an input object is cut into records.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformInput.html
 */
export enum SplitType {
  /** The whole object is one record. */
  NONE = 'None',
  /** A record a line. A CSV field that contains a newline is not supported by the service. */
  LINE = 'Line',
  /** RecordIO frames. */
  RECORD_IO = 'RecordIO',
  /** TFRecord frames. */
  TF_RECORD = 'TFRecord',
}

/**
 * How the answers for one input object are put together in its `.out` object.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformOutput.html
 */
export enum AssembleWith {
  /** Answers are concatenated as they are. */
  NONE = 'None',
  /** A newline ends each transformed record. */
  LINE = 'Line',
}

/**
 * Compression of the input objects. The output is never compressed.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformInput.html
 */
export enum CompressionType {
  /** Objects are read as they are. */
  NONE = 'None',
  /** Each object is a gzip file and is decompressed before it is split. */
  GZIP = 'Gzip',
}

/**
 * What the model's answer is joined with.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataProcessing.html
 */
export enum JoinSource {
  /** The output holds the model's answer alone. */
  NONE = 'None',
  /** The output holds the unfiltered input record together with the answer. */
  INPUT = 'Input',
}

/**
 * How `S3Uri` of the input is read.
 *
 * `AugmentedManifestFile` and `Converse` are in the service's enum but are not compatible with transform jobs.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformS3DataSource.html
 */
export enum S3DataType {
  /** A JSON object that lists keys below one prefix. */
  MANIFEST_FILE = 'ManifestFile',
  /** Every object whose key starts with the given text. */
  S3_PREFIX = 'S3Prefix',
}
