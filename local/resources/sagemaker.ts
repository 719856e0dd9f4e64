import { SageMakerService } from '../aws/sagemaker/sagemaker-service';
import { ResourceContext, ResourceHandler } from './handler';

type Properties = Readonly<Record<string, any>>;

const NAME_LENGTH = 63;

/** Every property but Tags replaces the model; the engine decides that from the service's specification. */
const PROPERTIES = ['ModelName', 'ExecutionRoleArn', 'PrimaryContainer', 'Containers', 'InferenceExecutionConfig', 'VpcConfig', 'EnableNetworkIsolation', 'Tags'];

export function sageMakerResources(service: SageMakerService): ResourceHandler[] {
  return [modelHandler(service)];
}

function modelHandler(service: SageMakerService): ResourceHandler {
  const result = (name: string) => {
    const { ModelArn, ModelName } = service.models.get(name);
    // Ref is the ARN (CDK's alpha module reads it so); GetAtt gives the name.
    return { physicalId: ModelArn, attributes: { ModelArn, ModelName, Id: ModelArn } };
  };
  return {
    type: 'AWS::SageMaker::Model',
    properties: PROPERTIES,
    create: async (properties, context) => {
      const name = properties.ModelName ?? context.physicalName({ maxLength: NAME_LENGTH });
      const { EnableNetworkIsolation: isolation, ...others } = properties;
      await service.createModel({ ...others, ModelName: name, ...(isolation !== undefined && { EnableNetworkIsolation: truth(isolation) }), Tags: tagsOf(properties, context) });
      return result(name);
    },
    update: (physicalId, properties, old, context) => {
      const name = nameOf(physicalId);
      service.models.get(name);
      const wanted = tagsOf(properties, context);
      const gone = tagsOf(old, context).map(({ Key }) => Key).filter((key) => !wanted.some(({ Key }) => Key === key));
      service.tags.remove(physicalId, gone);
      service.tags.add(physicalId, wanted);
      return result(name);
    },
    delete: (physicalId) => {
      const name = nameOf(physicalId);
      if (service.models.has(name)) service.deleteModel(name);
    },
  };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** CloudFormation hands booleans over as text when they come from a parameter. */
function truth(value: unknown): unknown {
  return value === 'true' ? true : value === 'false' ? false : value;
}

/** The stack's tags, and the resource's own over them. */
function tagsOf({ Tags = [] }: Properties, { stackTags }: ResourceContext): Array<{ Key: string; Value: string }> {
  const own = Object.fromEntries((Tags as Array<{ Key: string; Value: string }>).map(({ Key, Value }) => [Key, Value]));
  return Object.entries({ ...stackTags, ...own }).map(([Key, Value]) => ({ Key, Value }));
}
