import { TransformJobSpec } from '../../../lib/spec/transform-job-spec';
import { TransformJobStatus } from '../../../lib/spec/status';

export interface ContainerDefinition {
  readonly Image: string;
  readonly ModelDataUrl?: string;
  readonly ContainerHostname?: string;
  readonly Environment?: Readonly<Record<string, string>>;
  readonly ImageConfig?: { readonly RepositoryAccessMode: string };
  readonly Mode?: string;
}

export interface VpcConfig {
  readonly SecurityGroupIds: readonly string[];
  readonly Subnets: readonly string[];
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The CreateModel request as supported here. */
export interface ModelDefinition {
  readonly ModelName: string;
  readonly ExecutionRoleArn: string;
  readonly PrimaryContainer?: ContainerDefinition;
  readonly Containers?: readonly ContainerDefinition[];
  readonly InferenceExecutionConfig?: { readonly Mode: string };
  readonly VpcConfig?: VpcConfig;
  readonly EnableNetworkIsolation?: boolean;
}

export interface ModelRecord extends ModelDefinition {
  readonly ModelArn: string;
  /** Epoch milliseconds, as all times of records. */
  readonly creationTime: number;
}

export interface TransformJobRecord {
  readonly name: string;
  readonly arn: string;
  readonly spec: TransformJobSpec;
  /** As it was when the job was created: a model may be deleted while its job runs. */
  readonly model: ModelRecord;
  readonly status: TransformJobStatus;
  readonly creationTime: number;
  readonly lastModifiedTime: number;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly failureReason?: string;
  /** Still taking addresses of a subnet. */
  readonly networkInterfaceIds?: readonly string[];
}

export function containersOf(model: ModelDefinition): readonly ContainerDefinition[] {
  return model.PrimaryContainer ? [model.PrimaryContainer] : (model.Containers ?? []);
}
