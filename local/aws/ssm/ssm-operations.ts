import { Authority } from '../../services';
import { AwsError, notEmulated } from '../wire/aws-error';
import { OperationContext, Operations } from '../wire/http';
import { SsmService, StoredParameter } from './ssm-service';

/** GetParameter and GetParameters of `AmazonSSM`, JSON 1.1. */
export function ssmOperations(ssm: SsmService, authority: Authority): Operations {
  const allow = (action: string, names: readonly string[], { caller }: OperationContext) => {
    for (const name of names) authority.require({ caller, action: `ssm:${action}`, resource: ssm.arn(ssm.nameOf(name)) });
  };
  const wire = ({ name, type, value, version, lastModified }: StoredParameter) => ({
    Name: name, Type: type, Value: value, Version: version, LastModifiedDate: lastModified / 1000, ARN: ssm.arn(name), DataType: 'text',
  });
  const plainName = (name: unknown): string => {
    if (typeof name !== 'string' || name === '') throw new AwsError('ValidationException', '1 validation error detected: Value null at \'name\' failed to satisfy constraint: Member must not be null');
    if (/^[^:]*:[^:/]+$/.test(name)) throw notEmulated(`parameter versions and labels (${name})`);
    return name;
  };
  return {
    GetParameter(input, context) {
      const name = plainName(input.Name);
      allow('GetParameter', [name], context);
      const parameter = ssm.get(name);
      if (!parameter) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
      return { Parameter: wire(parameter) };
    },
    GetParameters(input, context) {
      const names: string[] = (input.Names ?? []).map(plainName);
      allow('GetParameters', names, context);
      const found = names.flatMap((name) => ssm.get(name) ?? []);
      return { Parameters: found.map(wire), InvalidParameters: names.filter((name) => !ssm.get(name)) };
    },
  };
}
