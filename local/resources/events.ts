import { EventsService } from '../aws/events/events-service';
import { RuleRecord } from '../aws/events/rule-record';
import { AwsError, notEmulated } from '../aws/wire/aws-error';
import { ResourceHandler } from './handler';

type Properties = Readonly<Record<string, any>>;

export function eventsResources(events: EventsService): ResourceHandler[] {
  return [ruleHandler(events)];
}

function ruleHandler(events: EventsService): ResourceHandler {
  const put = (name: string, properties: Properties) => {
    const { Arn } = events.putRule(rule(name, properties));
    return { physicalId: name, attributes: { Arn } };
  };
  return {
    type: 'AWS::Events::Rule',
    properties: ['Name', 'Description', 'EventPattern', 'State', 'Targets', 'EventBusName', 'ScheduleExpression', 'RoleArn'],
    recordedOnly: ['Tags'],
    create: (properties, context) => {
      const name = properties.Name ?? context.physicalName({ maxLength: 64 });
      if (events.hasRule(name)) throw new AwsError('ResourceAlreadyExistsException', `Rule ${name} already exists.`);
      return put(name, properties);
    },
    update: put,
    delete: (physicalId) => events.deleteRule(physicalId),
  };
}

function rule(name: string, properties: Properties): Omit<RuleRecord, 'Arn'> {
  if (properties.ScheduleExpression !== undefined) throw notEmulated('AWS::Events::Rule with ScheduleExpression');
  if (properties.RoleArn !== undefined) throw notEmulated('AWS::Events::Rule with RoleArn (targets on another bus)');
  if (!/(^|event-bus\/)default$/.test(properties.EventBusName ?? 'default')) throw notEmulated(`AWS::Events::Rule with EventBusName ${properties.EventBusName}: only default`);
  if (properties.State !== undefined && !['ENABLED', 'DISABLED'].includes(properties.State)) throw notEmulated(`AWS::Events::Rule with State ${properties.State}`);
  if (properties.EventPattern === undefined) throw new AwsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
  return { Name: name, Description: properties.Description, State: properties.State ?? 'ENABLED', EventPattern: properties.EventPattern, Targets: properties.Targets ?? [] };
}
