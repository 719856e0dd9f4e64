import { TransformJobSpec } from '../../../lib/spec/transform-job-spec';
import { spellStrategy } from '../settings';

type Environment = Readonly<Record<string, string>>;

/** Rule 36: SAGEMAKER_BATCH always, the rest only when the request itself set it. */
export function batchEnvironment(job: TransformJobSpec): Environment {
  const { MaxPayloadInMB: payload, BatchStrategy: strategy, MaxConcurrentTransforms: concurrency } = job;
  return {
    SAGEMAKER_BATCH: 'true',
    ...(payload !== undefined && { SAGEMAKER_MAX_PAYLOAD_IN_MB: String(payload) }),
    ...(strategy !== undefined && { SAGEMAKER_BATCH_STRATEGY: spellStrategy(strategy) }),
    // Rule 6: 0 counts as unset.
    ...(concurrency && { SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: String(concurrency) }),
  };
}

/** What the job decides of a container's environment; each later one wins. */
export function jobEnvironment(job: TransformJobSpec, model: Environment = {}): Environment {
  return { ...batchEnvironment(job), ...model, ...job.Environment };
}

export interface Surroundings {
  /** Search path of commands: the only thing taken from this process. */
  readonly path: string;
  /** Private folder of the process. */
  readonly home: string;
  readonly port: number;
  readonly modelFolder: string;
}

/**
 * The whole environment of a container process. The service's contract is port 8080 and /opt/ml/model; neither can be
 * promised on a shared machine, so the process is told its port and its folder, and nothing may override that.
 */
export function processEnvironment(mapped: Environment, fromJob: Environment, { path, home, port, modelFolder }: Surroundings): Environment {
  return { ...mapped, ...fromJob, PATH: path, HOME: home, TMPDIR: home, PORT: String(port), SAGEMAKER_BIND_TO_PORT: String(port), SAGEMAKER_MODEL_DIR: modelFolder };
}
