import { AwsError } from '../aws/wire/aws-error';
import { readTags } from '../aws/iam/iam-input';
import { IamService } from '../aws/iam/iam-service';
import { ManagedPolicy } from '../aws/iam/managed-policies';
import { Role } from '../aws/iam/roles';
import { ResourceContext, ResourceHandler, ResourceResult } from './handler';

/** Roles and policies of a stack. */
export function iamResources(iam: IamService): ResourceHandler[] {
  return [role(iam), policy(iam), rolePolicy(iam), managedPolicy(iam)];
}

type Properties = Parameters<ResourceHandler['create']>[0];

function role(iam: IamService): ResourceHandler {
  const { roles } = iam;
  const result = ({ roleName, roleArn, roleId }: Role): ResourceResult => ({ physicalId: roleName, attributes: { Arn: roleArn, RoleId: roleId } });
  const inlineOf = (properties: Properties) => (properties.Policies ?? []) as ReadonlyArray<{ PolicyName: string; PolicyDocument: unknown }>;
  const tagsOf = (properties: Properties, { stackTags }: ResourceContext) => ({ ...stackTags, ...readTags(properties.Tags) });
  const settings = (properties: Properties) => ({
    description: properties.Description as string | undefined,
    maxSessionDuration: properties.MaxSessionDuration === undefined ? undefined : Number(properties.MaxSessionDuration),
    trust: properties.AssumeRolePolicyDocument as unknown,
  });
  /** The policies that the template gives; those that others attached to the role stay. */
  const hang = (name: string, properties: Properties, old: Properties) => {
    const names = inlineOf(properties).map(({ PolicyName }) => PolicyName);
    for (const gone of inlineOf(old).filter(({ PolicyName }) => !names.includes(PolicyName))) ifPresent(() => roles.deleteInline(name, gone.PolicyName));
    for (const { PolicyName, PolicyDocument } of inlineOf(properties)) roles.putInline(name, PolicyName, PolicyDocument);
    moved(old.ManagedPolicyArns, properties.ManagedPolicyArns, (arn) => ifPresent(() => roles.detach(name, arn)), (arn) => roles.attach(name, arn));
  };
  return {
    type: 'AWS::IAM::Role',
    properties: ['AssumeRolePolicyDocument', 'Description', 'ManagedPolicyArns', 'MaxSessionDuration', 'Path', 'PermissionsBoundary', 'Policies', 'RoleName', 'Tags'],
    create(properties, context) {
      return result(iam.createRole({
        ...settings(properties),
        roleName: properties.RoleName ?? context.physicalName({ maxLength: 64 }),
        path: properties.Path,
        boundary: properties.PermissionsBoundary,
        tags: tagsOf(properties, context),
        policies: inlineOf(properties).map(({ PolicyName, PolicyDocument }) => ({ policyName: PolicyName, document: PolicyDocument })),
        managedPolicyArns: properties.ManagedPolicyArns,
      }));
    },
    update(roleName, properties, old, context) {
      roles.update(roleName, { description: '', maxSessionDuration: 3600, ...given(settings(properties)), boundary: properties.PermissionsBoundary ?? null });
      hang(roleName, properties, old);
      const tags = tagsOf(properties, context);
      roles.untag(roleName, Object.keys(roles.get(roleName).tags).filter((key) => !(key in tags)));
      roles.tag(roleName, tags);
      return result(roles.get(roleName));
    },
    delete(roleName, properties) {
      if (!roles.find(roleName)) return;
      hang(roleName, {}, properties);
      roles.delete(roleName);
    },
  };
}

/** One inline policy on several roles. */
function policy({ roles }: IamService): ResourceHandler {
  const rolesOf = (properties: Properties): string[] => {
    const names = properties.Roles ?? [];
    if (names.length === 0) throw new AwsError('ValidationError', 'At least one of [Groups,Roles,Users] must be non-empty.', 400);
    return names;
  };
  const result = (name: string): ResourceResult => ({ physicalId: name, attributes: { Id: name } });
  const put = ({ PolicyName, PolicyDocument, ...properties }: Properties) => {
    for (const name of rolesOf(properties)) roles.putInline(name, PolicyName, PolicyDocument);
    return result(PolicyName);
  };
  const remove = ({ PolicyName, ...properties }: Properties, spared: (role: string) => boolean) => {
    for (const name of rolesOf(properties).filter((role) => !spared(role))) ifPresent(() => roles.deleteInline(name, PolicyName));
  };
  return {
    type: 'AWS::IAM::Policy',
    properties: ['PolicyDocument', 'PolicyName', 'Roles'],
    create: put,
    update(_physicalId, properties, old) {
      const updated = put(properties);
      remove(old, (role) => properties.PolicyName === old.PolicyName && rolesOf(properties).includes(role));
      return updated;
    },
    delete: (_physicalId, properties) => remove(properties, () => false),
  };
}

/** One inline policy on one role. */
function rolePolicy({ roles }: IamService): ResourceHandler {
  const put = ({ RoleName, PolicyName, PolicyDocument }: Properties): ResourceResult => {
    if (PolicyDocument !== undefined) roles.putInline(RoleName, PolicyName, PolicyDocument);
    return { physicalId: `${PolicyName}|${RoleName}`, attributes: {} };
  };
  return {
    type: 'AWS::IAM::RolePolicy',
    properties: ['PolicyDocument', 'PolicyName', 'RoleName'],
    create: put,
    update: (_physicalId, properties) => put(properties),
    delete: (_physicalId, { RoleName, PolicyName }) => ifPresent(() => roles.deleteInline(RoleName, PolicyName)),
  };
}

function managedPolicy(iam: IamService): ResourceHandler {
  const { roles, policies } = iam;
  const result = ({ arn, policyId, version, createDate, updateDate }: ManagedPolicy): ResourceResult => ({
    physicalId: arn,
    attributes: { PolicyArn: arn, PolicyId: policyId, DefaultVersionId: version, CreateDate: createDate, UpdateDate: updateDate },
  });
  const attachTo = (arn: string, properties: Properties, old: Properties) => {
    moved(old.Roles, properties.Roles, (role) => ifPresent(() => roles.detach(role, arn)), (role) => roles.attach(role, arn));
  };
  return {
    type: 'AWS::IAM::ManagedPolicy',
    properties: ['Description', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles'],
    create(properties, context) {
      const made = policies.create({
        policyName: properties.ManagedPolicyName ?? context.physicalName({ maxLength: 128 }),
        document: properties.PolicyDocument,
        path: properties.Path,
        description: properties.Description,
      });
      try {
        attachTo(made.arn, properties, {});
      } catch (error) {
        attachTo(made.arn, {}, properties);
        iam.deletePolicy(made.arn);
        throw error;
      }
      return result(made);
    },
    update(arn, properties, old) {
      const updated = policies.update(arn, properties.PolicyDocument);
      attachTo(arn, properties, old);
      return result(updated);
    },
    delete(arn, properties) {
      if (!policies.find(arn)) return;
      attachTo(arn, {}, properties);
      iam.deletePolicy(arn);
    },
  };
}

/** First takes off what the new list no longer has, so that the quota of attachments is not met in passing. */
function moved(old: readonly string[] = [], wanted: readonly string[] = [], takeOff: (entry: string) => void, putOn: (entry: string) => void): void {
  old.filter((entry) => !wanted.includes(entry)).forEach(takeOff);
  wanted.forEach(putOn);
}

/** Deleting what is gone already is done. */
function ifPresent(remove: () => void): void {
  try {
    remove();
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'NoSuchEntity')) throw error;
  }
}

function given<T extends object>(settings: T): Partial<T> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<T>;
}
