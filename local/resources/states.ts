import { substitute } from '../aws/states/definition-document';
import { StateMachineSettings } from '../aws/states/state-machine-record';
import { StatesService } from '../aws/states/states-service';
import { AwsError, notEmulated } from '../aws/wire/aws-error';
import { ResourceContext, ResourceHandler, ResourceResult } from './handler';

type Properties = Readonly<Record<string, any>>;

export function statesResources(states: StatesService): ResourceHandler[] {
  return [stateMachineHandler(states)];
}

function stateMachineHandler(states: StatesService): ResourceHandler {
  const put = (name: string, properties: Properties, context: ResourceContext): ResourceResult => {
    if ((properties.StateMachineType ?? 'STANDARD') !== 'STANDARD') throw notEmulated(`AWS::StepFunctions::StateMachine with StateMachineType ${properties.StateMachineType}`);
    const { stateMachineArn, revisionId } = states.put(name, properties.RoleArn, definitionText(properties), settings(properties, context.stackTags));
    return { physicalId: stateMachineArn, attributes: { Arn: stateMachineArn, Name: name, StateMachineRevisionId: revisionId } };
  };
  return {
    type: 'AWS::StepFunctions::StateMachine',
    properties: ['StateMachineName', 'DefinitionString', 'Definition', 'DefinitionSubstitutions', 'RoleArn', 'StateMachineType', 'LoggingConfiguration', 'Tags'],
    recordedOnly: ['TracingConfiguration', 'EncryptionConfiguration'],
    create: (properties, context) => {
      const name = properties.StateMachineName ?? context.physicalName({ maxLength: 80 });
      if (states.has(name)) throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${name}'`);
      return put(name, properties, context);
    },
    update: (physicalId, properties, _old, context) => put(physicalId.split(':').at(-1)!, properties, context),
    delete: (physicalId) => states.remove(physicalId),
  };
}

function definitionText({ DefinitionString: text, Definition: object, DefinitionSubstitutions: substitutions, ...rest }: Properties): string {
  if (rest.DefinitionS3Location !== undefined) throw notEmulated('AWS::StepFunctions::StateMachine with DefinitionS3Location');
  if (typeof text !== 'string' && (typeof object !== 'object' || object === null)) throw new AwsError('InvalidDefinition', 'DefinitionString or Definition is required');
  return substitute(typeof text === 'string' ? text : JSON.stringify(object), substitutions);
}

function settings(properties: Properties, stackTags: Readonly<Record<string, string>>): StateMachineSettings {
  const logging = properties.LoggingConfiguration ?? {};
  const logGroupArn: string | undefined = logging.Destinations?.[0]?.CloudWatchLogsLogGroup?.LogGroupArn;
  const level = logging.Level ?? 'OFF';
  if (level !== 'OFF' && !logGroupArn) throw new AwsError('InvalidLoggingConfiguration', 'Invalid Logging Configuration: Must specify exactly one Log Destination.');
  return {
    logging: {
      level,
      includeExecutionData: String(logging.IncludeExecutionData ?? false) === 'true',
      logGroupArn,
      logGroup: logGroupArn?.split(':log-group:')[1]?.replace(/:\*$/, ''),
    },
    tracingEnabled: String(properties.TracingConfiguration?.Enabled ?? false) === 'true',
    encryption: properties.EncryptionConfiguration === undefined ? undefined : {
      type: properties.EncryptionConfiguration.Type,
      kmsKeyId: properties.EncryptionConfiguration.KmsKeyId,
      kmsDataKeyReusePeriodSeconds: properties.EncryptionConfiguration.KmsDataKeyReusePeriodSeconds,
    },
    tags: { ...stackTags, ...Object.fromEntries((properties.Tags ?? []).map((tag: { Key: string; Value: string }) => [tag.Key, tag.Value])) },
  };
}
