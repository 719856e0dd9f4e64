import { SERVICE_MESSAGE } from '../../../lib/spec/service-messages';
import { ContainerMap } from '../../engine/container/containers-file';
import { ContainerRunner } from '../../engine/container/container-runner';
import { Services } from '../../services';
import { AwsError } from '../wire/aws-error';
import { Arns } from './arns';
import { requireInput } from './input-check';
import { checkModel } from './model-input';
import { Models } from './models';
import { controlPlanePath } from './network';
import { DEFAULT_OPTIONS, SageMakerOptions } from './options';
import { ModelRecord, Tag, TransformJobRecord } from './records';
import { RoleSessions, sessionOn } from './role-session';
import { TagStore } from './tag-store';
import { TransformJobs } from './transform-jobs';
import { checkTransformJob, refused } from './validation';

export interface SageMakerProps extends Pick<Services, 'folder' | 'identity' | 'clock' | 'report' | 'authority' | 'sts' | 'iam' | 'kms' | 's3' | 'ec2' | 'logs' | 'events'> {
  readonly containers: ContainerMap;
  readonly options?: Partial<SageMakerOptions>;
}

/** Models, transform jobs and their tags. Who may call what is decided by the operations; what the role may do, here. */
export class SageMakerService {
  readonly arns: Arns;
  readonly models: Models;
  readonly jobs: TransformJobs;
  readonly tags: TagStore;
  readonly iam: Services['iam'];
  private readonly roles: RoleSessions;
  private readonly options: SageMakerOptions;

  constructor(private readonly props: SageMakerProps) {
    this.options = { ...DEFAULT_OPTIONS, ...props.options };
    this.arns = new Arns(props.identity);
    this.iam = props.iam;
    this.roles = new RoleSessions(props.sts, props.identity);
    this.tags = new TagStore(props.folder);
    const shared = { ...props, roles: this.roles, options: this.options };
    this.models = new Models(shared);
    this.jobs = new TransformJobs({ ...shared, runner: new ContainerRunner(props.containers, props.clock, this.options.ping) }, this.tags);
  }

  async createModel(input: unknown): Promise<ModelRecord> {
    const model = await this.models.create(checkModel(input));
    this.tags.add(model.ModelArn, (input as { Tags?: Tag[] }).Tags);
    return model;
  }

  deleteModel(name: string): void {
    this.models.delete(name);
    this.tags.forget(this.arns.model(name));
  }

  createTransformJob(input: unknown): TransformJobRecord {
    const spec = checkTransformJob(input);
    const { TransformJobName: name, TransformResources: resources } = spec;
    const arn = this.arns.transformJob(name);
    if (this.jobs.find(name)) throw new AwsError('ResourceInUse', SERVICE_MESSAGE.nameTaken.say(arn));
    const model = this.models.get(spec.ModelName);
    const { InstanceType: type, InstanceCount: wanted } = resources;
    const limit = this.options.quotas[type];
    const used = this.jobs.instancesInUse(type);
    if (limit !== undefined && used + wanted > limit) {
      throw new AwsError('ResourceLimitExceeded', SERVICE_MESSAGE.limitExceeded.say(type, String(limit), String(used), String(wanted)));
    }
    const role = this.roles.assume(model.ExecutionRoleArn, arn);
    const caller = sessionOn(role, controlPlanePath(model, this.options.controlPlaneReads, this.props.ec2));
    requireInput(spec, model.ExecutionRoleArn, caller, this.props.s3, this.props.identity);
    this.tags.add(arn, spec.Tags);
    return this.jobs.create(spec, arn, model);
  }

  transformJob(name: string): TransformJobRecord {
    const job = this.jobs.find(name);
    if (!job) throw refused(SERVICE_MESSAGE.jobNotFound.say(name));
    return job;
  }

  /** The ARN's resource, for the tag operations. */
  requireTagged(arn: string): void {
    const [kind, name = ''] = arn.split(':').slice(5).join(':').split('/');
    const known = (kind === 'model' && this.models.has(name)) || (kind === 'transform-job' && this.jobs.find(name));
    if (!known) throw refused(`Could not find the resource "${arn}": the local cloud has models and transform jobs.`);
  }

  /** Stops what runs, without a trace in its record. */
  async close(): Promise<void> {
    await this.jobs.close();
    this.models.close();
    this.tags.close();
  }
}
