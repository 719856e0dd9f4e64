import { PolicyStatement } from '../access/model';
import { functionSettings } from '../aws/lambda/function-settings';
import { parseFunctionName } from '../aws/lambda/function-name';
import { LambdaService } from '../aws/lambda/lambda-service';
import { AwsError, notEmulated } from '../aws/wire/aws-error';
import { ResourceContext, ResourceHandler, ResourceResult } from './handler';

type Properties = Readonly<Record<string, any>>;

/** Functions and what belongs to them. */
export function lambdaResources(lambda: LambdaService): ResourceHandler[] {
  return [functionHandler(lambda), permissionHandler(lambda), eventInvokeConfigHandler(lambda), versionHandler(lambda), aliasHandler(lambda), layerHandler()];
}

function functionHandler(lambda: LambdaService): ResourceHandler {
  const put = async (functionName: string, properties: Properties, context: ResourceContext): Promise<ResourceResult> => {
    const settings = functionSettings(properties, functionName, context.stackTags);
    const record = lambda.put(functionName, await lambda.load(functionName, codeSource(properties.Code)), settings);
    return { physicalId: functionName, attributes: { Arn: record.functionArn } };
  };
  return {
    type: 'AWS::Lambda::Function',
    properties: [
      'FunctionName', 'Runtime', 'Handler', 'Code', 'Role', 'Description', 'Timeout', 'MemorySize', 'Environment', 'ReservedConcurrentExecutions', 'Tags',
      'LoggingConfig', 'DeadLetterConfig', 'PackageType', 'Layers', 'VpcConfig',
    ],
    recordedOnly: ['KmsKeyArn', 'TracingConfig', 'Architectures', 'EphemeralStorage', 'RecursiveLoop', 'RuntimeManagementConfig'],
    create: async (properties, context) => {
      const functionName = properties.FunctionName ?? context.physicalName({ maxLength: 64 });
      if (lambda.store.has(functionName)) throw new AwsError('ResourceConflictException', `Function already exist: ${functionName}`, 409);
      return put(functionName, properties, context);
    },
    update: (physicalId, properties, _old, context) => put(physicalId, properties, context),
    delete: (physicalId) => lambda.remove(physicalId),
  };
}

function codeSource(code: Properties = {}): Parameters<LambdaService['load']>[1] {
  if (typeof code.ZipFile === 'string') return { inline: code.ZipFile };
  if (code.S3ObjectVersion !== undefined) throw notEmulated('AWS::Lambda::Function with Code.S3ObjectVersion');
  if (typeof code.S3Bucket === 'string' && typeof code.S3Key === 'string') return { bucket: code.S3Bucket, key: code.S3Key };
  throw notEmulated(`AWS::Lambda::Function with Code {${Object.keys(code).join(', ')}}: only S3Bucket with S3Key, and ZipFile`);
}

function permissionHandler(lambda: LambdaService): ResourceHandler {
  return {
    type: 'AWS::Lambda::Permission',
    properties: ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount', 'PrincipalOrgID'],
    create: (properties, context) => {
      const sid = context.physicalName({ maxLength: 100 });
      const { functionName } = lambda.store.find(properties.FunctionName);
      lambda.store.putPermission(functionName, sid, permissionStatement(sid, properties, lambda.store.arn(functionName), context.partition));
      return { physicalId: sid, attributes: { Id: sid } };
    },
    delete: (physicalId, properties) => lambda.store.removePermission(parseFunctionName(properties.FunctionName)?.name ?? '', physicalId),
  };
}

/** The statement that AddPermission makes of its arguments. */
function permissionStatement(sid: string, properties: Properties, functionArn: string, partition: string): PolicyStatement {
  const { Principal: principal, SourceArn: sourceArn, SourceAccount: sourceAccount, PrincipalOrgID: organisation } = properties;
  const conditions = {
    ...(sourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': sourceArn } }),
    ...(sourceAccount === undefined && organisation === undefined ? {} : {
      StringEquals: { ...(sourceAccount === undefined ? {} : { 'AWS:SourceAccount': sourceAccount }), ...(organisation === undefined ? {} : { 'aws:PrincipalOrgID': organisation }) },
    }),
  };
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : principalOf(String(principal), partition),
    Action: properties.Action,
    Resource: functionArn,
    ...(Object.keys(conditions).length ? { Condition: conditions } : {}),
  };
}

function principalOf(principal: string, partition: string): Record<string, string> {
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${partition}:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}

function eventInvokeConfigHandler(lambda: LambdaService): ResourceHandler {
  const put = (physicalId: string, properties: Properties): ResourceResult => {
    if ((properties.Qualifier ?? '$LATEST') !== '$LATEST') throw notEmulated(`AWS::Lambda::EventInvokeConfig with Qualifier ${properties.Qualifier}: only $LATEST`);
    lambda.store.putAsyncSettings(lambda.store.find(properties.FunctionName).functionName, {
      maximumRetryAttempts: optionalNumber(properties.MaximumRetryAttempts),
      maximumEventAgeSeconds: optionalNumber(properties.MaximumEventAgeInSeconds),
      onFailureArn: properties.DestinationConfig?.OnFailure?.Destination,
      onSuccessArn: properties.DestinationConfig?.OnSuccess?.Destination,
    });
    return { physicalId, attributes: {} };
  };
  return {
    type: 'AWS::Lambda::EventInvokeConfig',
    properties: ['FunctionName', 'Qualifier', 'MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig'],
    create: (properties, context) => put(context.physicalName(), properties),
    update: (physicalId, properties) => put(physicalId, properties),
    delete: (_physicalId, properties) => lambda.store.removeAsyncSettings(parseFunctionName(properties.FunctionName)?.name ?? ''),
  };
}

function versionHandler(lambda: LambdaService): ResourceHandler {
  return {
    type: 'AWS::Lambda::Version',
    properties: ['FunctionName', 'CodeSha256'],
    recordedOnly: ['Description'],
    create: (properties) => {
      const { functionArn, version } = lambda.store.publish(properties.FunctionName, properties.CodeSha256);
      return { physicalId: functionArn, attributes: { Version: version, FunctionArn: functionArn } };
    },
    delete: (physicalId) => {
      const { name, qualifier } = parseFunctionName(physicalId) ?? {};
      if (name && qualifier) lambda.store.removeVersion(name, qualifier);
    },
  };
}

function aliasHandler(lambda: LambdaService): ResourceHandler {
  const put = (properties: Properties): ResourceResult => {
    const aliasArn = lambda.store.putAlias(lambda.store.find(properties.FunctionName).functionName, properties.Name, properties.FunctionVersion);
    return { physicalId: aliasArn, attributes: { AliasArn: aliasArn } };
  };
  return {
    type: 'AWS::Lambda::Alias',
    properties: ['FunctionName', 'FunctionVersion', 'Name'],
    recordedOnly: ['Description'],
    create: put,
    update: (_physicalId, properties) => put(properties),
    delete: (physicalId) => {
      const { name, qualifier } = parseFunctionName(physicalId) ?? {};
      if (name && qualifier) lambda.store.removeAlias(name, qualifier);
    },
  };
}

function layerHandler(): ResourceHandler {
  return {
    type: 'AWS::Lambda::LayerVersion',
    properties: [],
    create: () => { throw notEmulated('AWS::Lambda::LayerVersion'); },
    delete: () => undefined,
  };
}

function optionalNumber(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
