import { Duration, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DataPrefix } from './data-prefix';
import { BatchStrategy, JoinSource } from './spec/vocabulary';
import { TransformInput } from './transform-input';
import { TransformOutput } from './transform-output';

/**
 * How the service calls the container.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelClientConfig.html
 */
export interface ModelClientOptions {
  /**
   * How long one call may take; 1 second to 1 hour.
   *
   * @default Duration.minutes(10)
   */
  readonly invocationsTimeout?: Duration;
  /**
   * How often a failed call is repeated; 0 to 3.
   *
   * @default 3
   */
  readonly invocationsMaxRetries?: number;
}

/**
 * What of a record goes to the container, and what of record and answer goes to the output. For CSV, JSON and JSON Lines.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html
 */
export interface DataProcessing {
  /**
   * JSONPath of the part that is sent; at most 63 characters. CSV columns by index: `$[1:]`.
   *
   * @default '$'
   */
  readonly inputFilter?: string;
  /**
   * Whether the answer is joined with its record. Needs `assembleWith` like `splitType` and `accept` like `contentType`.
   *
   * @default JoinSource.NONE
   */
  readonly joinSource?: JoinSource;
  /**
   * JSONPath of the part that is kept; at most 63 characters.
   *
   * @default '$'
   */
  readonly outputFilter?: string;
}

/**
 * Where requests and answers are recorded. Leaves a warning, because the records hold the data.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BatchDataCaptureConfig.html
 */
export interface DataCapture {
  /** Place of the records. */
  readonly destination: DataPrefix;
  /**
   * Key that encrypts the records.
   *
   * @default - the bucket's key, if it has one
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether each record gets an inference id.
   *
   * @default false
   */
  readonly generateInferenceId?: boolean;
}

/**
 * Association with SageMaker Experiments. Each name has 1 to 120 letters, digits and inner hyphens.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ExperimentConfig.html
 */
export interface Experiment {
  /**
   * Name of an existing experiment.
   *
   * @default - none
   */
  readonly experimentName?: string;
  /**
   * Name of an existing trial.
   *
   * @default - none
   */
  readonly trialName?: string;
  /**
   * Display name of the trial component.
   *
   * @default - none
   */
  readonly trialComponentDisplayName?: string;
  /**
   * Name of the run.
   *
   * @default - none
   */
  readonly runName?: string;
}

/**
 * What a job is, besides its model.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
 */
export interface SecureTransformJobOptions {
  /** What the job reads. It must exist when the job is launched. */
  readonly input: TransformInput;
  /** Where the job writes. */
  readonly output: TransformOutput;
  /** Type of the instances, with or without `ml.`. */
  readonly instanceType: ec2.InstanceType;
  /**
   * Number of instances; 1 or more. Work is divided by input object.
   *
   * @default 1
   */
  readonly instanceCount?: number;
  /**
   * Key that encrypts the instances' volumes. An error for types with local storage, which their hardware encrypts.
   *
   * @default - a key that the jobs of the model share; none for types with local storage
   */
  readonly volumeEncryptionKey?: kms.IKey;
  /**
   * Version of the machine image of the instances; 1 to 63 letters, digits and inner hyphens.
   *
   * @default - chosen by the service
   */
  readonly amiVersion?: string;
  /**
   * How many records go into one call.
   *
   * @default - chosen by the service
   */
  readonly batchStrategy?: BatchStrategy;
  /**
   * Largest body of a call; whole MiB, 0 to 100, and at most 100 together with `maxConcurrentTransforms`. 0 streams
   * without limit, which built-in algorithms do not understand.
   *
   * @default Size.mebibytes(6)
   */
  readonly maxPayload?: Size;
  /**
   * Calls at a time to each instance; 0 or more. 0 lets the container decide.
   *
   * @default - the container decides, else 1
   */
  readonly maxConcurrentTransforms?: number;
  /**
   * How the service calls the container.
   *
   * @default - 10 minutes, 3 retries
   */
  readonly modelClientOptions?: ModelClientOptions;
  /**
   * Environment of the containers in this job: at most 16 variables, texts of at most 10240 characters. No secrets.
   *
   * @default - none
   */
  readonly environment?: { [key: string]: string };
  /**
   * Filters and join.
   *
   * @default - records go in as they are, answers come out as they are
   */
  readonly dataProcessing?: DataProcessing;
  /**
   * Recording of requests and answers.
   *
   * @default - none
   */
  readonly dataCapture?: DataCapture;
  /**
   * Association with an experiment.
   *
   * @default - none
   */
  readonly experiment?: Experiment;
  /**
   * Tags of the job; at most 50. A change asks for another run.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };
  /**
   * Start of the job's name, which goes on with a hash of the request: lower-case letters, digits and inner hyphens,
   * at most 43 characters.
   *
   * @default - made of the construct's path
   */
  readonly transformJobNamePrefix?: string;
  /**
   * Whether the deployment succeeds when the job has completed (and fails when it fails), or when it has started.
   *
   * @default true
   */
  readonly waitForCompletion?: boolean;
  /**
   * How long the deployment waits for the end; 1 to 55 minutes, because CloudFormation gives up after an hour. A job that
   * is not ready by then is stopped and the deployment fails.
   *
   * @default Duration.minutes(30)
   */
  readonly completionTimeout?: Duration;
  /**
   * After how long the job is stopped, whatever the deployment does; 1 minute to 365 days. The service has no such limit.
   *
   * @default Duration.days(1)
   */
  readonly maxRuntime?: Duration;
  /**
   * Any text. Another text asks for another run of an unchanged job.
   *
   * @default - a job runs once for each content of its request
   */
  readonly trigger?: string;
  /**
   * Whether network, keys, model and quota are checked before the job is created.
   *
   * @default true
   */
  readonly preflight?: boolean;
}
