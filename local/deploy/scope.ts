import { CloudIdentity } from '../services';
import { conditionIntrinsics, NO_VALUE, Scope } from './intrinsics';
import { resolve } from './resolve';
import { Template, validationError } from './template';

export interface ScopeOptions {
  readonly template: Template;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly identity: CloudIdentity;
  readonly stackId: string;
  readonly stackName: string;
  readonly notificationArns: readonly string[];
  readonly availabilityZones: (region: string) => readonly string[];
  readonly resources: Pick<Scope, 'ref' | 'getAtt'>;
  readonly importValue: (name: string) => unknown;
}

export function scopeOf({ template, parameters, identity, stackId, stackName, notificationArns, availabilityZones, resources, importValue }: ScopeOptions): Scope {
  const verdicts = new Map<string, boolean | 'asked'>();
  const scope: Scope = {
    parameters,
    mappings: template.Mappings ?? {},
    pseudo: {
      'AWS::AccountId': identity.accountId,
      'AWS::NoValue': NO_VALUE,
      'AWS::NotificationARNs': notificationArns,
      'AWS::Partition': identity.partition,
      'AWS::Region': identity.region,
      'AWS::StackId': stackId,
      'AWS::StackName': stackName,
      'AWS::URLSuffix': identity.urlSuffix,
    },
    condition(name) {
      const known = verdicts.get(name);
      if (known === 'asked') throw validationError(`Template error: condition ${name} refers to itself`);
      if (known !== undefined) return known;
      const definition = template.Conditions?.[name];
      if (definition === undefined) throw validationError(`Template format error: Unresolved condition dependency ${name} in the template`);
      verdicts.set(name, 'asked');
      const verdict = resolve(definition, conditionScope, conditionIntrinsics) === true;
      verdicts.set(name, verdict);
      return verdict;
    },
    ref: (id) => resources.ref(id),
    getAtt: (id, attribute) => resources.getAtt(id, attribute),
    importValue,
    availabilityZones,
  };
  // Conditions are decided before anything exists, so they can only speak of parameters.
  const conditionScope: Scope = {
    ...scope,
    ref: (id) => { throw validationError(`Template format error: Unresolved dependencies [${id}]. Cannot reference resources in the Conditions block of the template`); },
    getAtt: (id) => { throw validationError(`Template format error: Unresolved dependencies [${id}]. Cannot reference resources in the Conditions block of the template`); },
  };
  return scope;
}
