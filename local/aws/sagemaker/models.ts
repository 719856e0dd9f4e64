import { parseS3Uri } from '../../../lib/spec/s3-uri';
import { SERVICE_MESSAGE } from '../../../lib/spec/service-messages';
import { Services } from '../../services';
import { Table } from '../../store/table';
import { AwsError } from '../wire/aws-error';
import { Arns } from './arns';
import { controlPlanePath } from './network';
import { SageMakerOptions } from './options';
import { containersOf, ModelDefinition, ModelRecord } from './records';
import { RoleSessions, sessionOn } from './role-session';
import { refused } from './validation';

interface ModelPorts extends Pick<Services, 'folder' | 'identity' | 'clock' | 's3' | 'ec2' | 'report'> {
  readonly roles: RoleSessions;
  readonly options: Pick<SageMakerOptions, 'controlPlaneReads'>;
}

/** Models by name. A name is free again when its model is deleted. */
export class Models {
  private readonly table: Table<ModelRecord>;
  private readonly arns: Arns;

  constructor(private readonly ports: ModelPorts) {
    this.table = Table.open(ports.folder, 'sagemaker-models');
    this.arns = new Arns(ports.identity);
  }

  all(): ModelRecord[] {
    return this.table.values();
  }

  has(name: string): boolean {
    return this.table.has(name.toLowerCase());
  }

  get(name: string): ModelRecord {
    const model = this.table.get(name.toLowerCase());
    if (!model) throw refused(SERVICE_MESSAGE.modelNotFound.say(this.arns.model(name)));
    return model;
  }

  async create(definition: ModelDefinition): Promise<ModelRecord> {
    this.requireFree(definition.ModelName);
    await this.checkArtifacts(definition);
    this.requireFree(definition.ModelName); // another request may have come first meanwhile
    const model: ModelRecord = { ...definition, ModelArn: this.arns.model(definition.ModelName), creationTime: this.ports.clock.now() };
    this.table.put(definition.ModelName.toLowerCase(), model);
    return model;
  }

  delete(name: string): void {
    this.get(name);
    this.table.delete(name.toLowerCase());
  }

  close(): void {
    this.table.close();
  }

  private requireFree(name: string): void {
    if (this.has(name)) throw refused(`Cannot create already existing model "${this.arns.model(name)}".`);
  }

  /** Looks for the artifacts as the role, before there is any instance. */
  private async checkArtifacts(definition: ModelDefinition): Promise<void> {
    const { roles, ec2, s3, options, identity } = this.ports;
    const urls = containersOf(definition).flatMap(({ ModelDataUrl: url }) => (url ? [url] : []));
    if (urls.length === 0) return;
    const { ExecutionRoleArn: roleArn } = definition;
    for (const url of urls) {
      try {
        const caller = sessionOn(roles.assume(roleArn, this.arns.modelSource), controlPlanePath(definition, options.controlPlaneReads, ec2));
        await s3.headObject(caller, parseS3Uri(url)!);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        this.ports.report({ source: 'sagemaker', type: 'model-refused', detail: { ModelName: definition.ModelName, ModelDataUrl: url, explanation: error.message } });
        if (error.status === 404) throw refused(SERVICE_MESSAGE.modelDataNotFound.say(url));
        // The service does not pass on what S3 or STS said. It is the only hint at the policy that refused, so here it stands behind its words.
        throw refused(`${SERVICE_MESSAGE.modelDataDenied.say(url, roleArn, identity.region)} (The local cloud adds: ${error.message})`);
      }
    }
  }
}
