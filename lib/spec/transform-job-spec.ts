/**
 * The CreateTransformJob request as this library supports it: the same names, the same nesting, plain JSON.
 * It is written by the construct, carried through CloudFormation as one JSON string, decoded by the launcher
 * and passed to the API as it is, so that no mapper can drift.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
 */
export interface TransformJobSpec {
  /** Absent until the launcher names the job. */
  readonly TransformJobName?: string;
  readonly ModelName: string;
  readonly MaxConcurrentTransforms?: number;
  readonly ModelClientConfig?: { readonly InvocationsTimeoutInSeconds?: number; readonly InvocationsMaxRetries?: number };
  readonly MaxPayloadInMB?: number;
  readonly BatchStrategy?: string;
  readonly Environment?: Readonly<Record<string, string>>;
  readonly TransformInput: {
    readonly DataSource: { readonly S3DataSource: { readonly S3DataType: string; readonly S3Uri: string } };
    readonly ContentType?: string;
    readonly CompressionType?: string;
    readonly SplitType?: string;
  };
  readonly TransformOutput: {
    readonly S3OutputPath: string;
    readonly Accept?: string;
    readonly AssembleWith?: string;
    readonly KmsKeyId?: string;
  };
  readonly DataCaptureConfig?: {
    readonly DestinationS3Uri: string;
    readonly KmsKeyId?: string;
    readonly GenerateInferenceId?: boolean;
  };
  readonly TransformResources: {
    readonly InstanceType: string;
    readonly InstanceCount: number;
    readonly VolumeKmsKeyId?: string;
    readonly TransformAmiVersion?: string;
  };
  readonly DataProcessing?: { readonly InputFilter?: string; readonly JoinSource?: string; readonly OutputFilter?: string };
  readonly Tags?: ReadonlyArray<{ readonly Key: string; readonly Value: string }>;
  readonly ExperimentConfig?: {
    readonly ExperimentName?: string;
    readonly TrialName?: string;
    readonly TrialComponentDisplayName?: string;
    readonly RunName?: string;
  };
}
