import { AccessRequest, Caller } from './model';
import { accountOf, principalArn, userId } from './principal-arn';

/** Condition keys of a request, names in lower case. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** Values of a key, or `undefined`; a key with an empty list counts as absent, as in AWS. */
export function valuesOf(context: RequestContext, key: string): readonly string[] | undefined {
  const values = context.get(key.toLowerCase());
  return values?.length ? values : undefined;
}

/** Fills the global keys from the caller; the keys that the service gives are added and win. */
export function requestContext(request: AccessRequest): RequestContext {
  const context = new Map<string, readonly string[]>();
  const set = (key: string, value: string | readonly string[] | undefined) => {
    if (value !== undefined) context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  };
  const { caller } = request;
  setPrincipal(caller, set);
  setNetwork(caller, set);
  set('aws:ResourceAccount', request.resourceAccount);
  set('aws:RequestedRegion', request.region);
  if (request.action.startsWith('s3:')) set('s3:ResourceAccount', request.resourceAccount);
  if (request.action.startsWith('kms:')) {
    set('kms:CallerAccount', accountOf(caller.principal));
    set('kms:ViaService', caller.viaService);
  }
  for (const [key, value] of Object.entries(request.context ?? {})) set(key, value);
  return context;
}

type Set = (key: string, value: string | readonly string[] | undefined) => void;

function setPrincipal({ principal }: Caller, set: Set): void {
  set('aws:PrincipalArn', principalArn(principal));
  set('aws:PrincipalAccount', accountOf(principal));
  set('aws:userid', userId(principal));
  if (principal.kind === 'anonymous') {
    set('aws:PrincipalType', 'Anonymous');
    return;
  }
  set('aws:PrincipalIsAWSService', String(principal.kind === 'service'));
  if (principal.kind === 'service') {
    set('aws:PrincipalServiceName', principal.service);
    set('aws:PrincipalServiceNamesList', [principal.service]);
    return;
  }
  set('aws:PrincipalType', principal.kind === 'role' ? 'AssumedRole' : 'User');
  if (principal.kind === 'user') set('aws:username', principal.userName);
  for (const [key, value] of Object.entries(principal.tags)) set(`aws:PrincipalTag/${key}`, value);
}

/**
 * A forward access session (`viaService`) starts in the service's own network: the VPC keys and the source address of the first call are gone.
 * A service that uses a *service role* is no such session, so `aws:ViaAWSService` is false for SageMaker's execution role.
 */
function setNetwork({ network, viaService, secureTransport, userAgent }: Caller, set: Set): void {
  set('aws:SecureTransport', String(secureTransport));
  set('aws:UserAgent', userAgent);
  set('aws:ViaAWSService', String(viaService !== undefined));
  if (viaService !== undefined) {
    const service = viaService.replace(/^([^.]+)\.[^.]+\.(amazonaws\.com(?:\.cn)?)$/, '$1.$2');
    set('aws:CalledVia', [service]);
    set('aws:CalledViaFirst', service);
    set('aws:CalledViaLast', service);
  } else if (network.kind === 'endpoint') {
    set('aws:SourceVpce', network.vpcEndpointId);
    set('aws:SourceVpc', network.vpcId);
    set('aws:VpcSourceIp', network.vpcSourceIp);
  } else {
    set('aws:SourceIp', network.sourceIp);
  }
}
