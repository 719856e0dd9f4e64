/** The words that access decisions are made of. Types only. */

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly NotPrincipal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** A policy and the name under which explanations mention it: `JobRole/DefaultPolicy`, `bucket photos`, `vpce-0a1…`. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** Who calls. */
export type Principal =
  | { readonly kind: 'role'; readonly accountId: string; readonly roleName: string; readonly roleArn: string; readonly roleId: string; readonly sessionName: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: 'user'; readonly accountId: string; readonly userName: string; readonly arn: string; readonly userId: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'anonymous' };

/** The way the request took to the service. */
export type NetworkPath =
  | { readonly kind: 'internet'; readonly sourceIp: string }
  | { readonly kind: 'endpoint'; readonly vpcEndpointId: string; readonly vpcId: string; readonly vpcSourceIp?: string };

/** A principal on its way: everything that the global condition keys are filled from. */
export interface Caller {
  readonly principal: Principal;
  readonly network: NetworkPath;
  /** TLS was used, or (on the local cloud's loopback port) counts as used. */
  readonly secureTransport: boolean;
  /** Set when a service calls on behalf of the principal (a forward access session): `s3.us-east-1.amazonaws.com`. */
  readonly viaService?: string;
  readonly userAgent?: string;
}

/** One question: may this caller do that to this resource, with these keys in the request? */
export interface AccessRequest {
  readonly caller: Caller;
  /** `s3:GetObject`. */
  readonly action: string;
  /** ARN, or `*` for actions without a resource. */
  readonly resource: string;
  /** Account that owns the resource; the resource policy of another account needs the identity's allow as well. */
  readonly resourceAccount: string;
  readonly region: string;
  /** Further condition keys of the request: `s3:prefix`, `kms:EncryptionContext:aws:s3:arn`, `aws:SourceArn`, … Names match without case. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * The resource's own policy has to allow: identity policies count only where it leaves the decision to the account.
   * Default: true for `sts:AssumeRole` (trust policies) and KMS keys, as in AWS; false otherwise.
   */
  readonly resourcePolicyMustAllow?: boolean;
}

/** The policies that apply to a request. Absent means: there is no such policy; an empty list of identity policies allows nothing. */
export interface PolicySet {
  readonly identity: readonly NamedPolicy[];
  readonly resource?: readonly NamedPolicy[];
  /** Policies of the VPC endpoint that the request came through. */
  readonly endpoint?: readonly NamedPolicy[];
  readonly boundary?: readonly NamedPolicy[];
  readonly session?: readonly NamedPolicy[];
  readonly scp?: readonly NamedPolicy[];
  readonly rcp?: readonly NamedPolicy[];
}

export type PolicyLayer = 'identity' | 'resource' | 'endpoint' | 'boundary' | 'session' | 'scp' | 'rcp';

/** A statement that took part in the decision. */
export interface DecidingStatement {
  readonly layer: PolicyLayer;
  readonly policy: string;
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** The conditions with the values they met, when they explain the decision. */
  readonly because?: string;
}

export interface Decision {
  readonly allowed: boolean;
  readonly outcome: 'Allowed' | 'ExplicitDeny' | 'ImplicitDeny';
  /** The denying statement, or the allowing ones. Empty on an implicit deny. */
  readonly statements: readonly DecidingStatement[];
  /** On an implicit deny: the layer that had no allow. */
  readonly missing?: PolicyLayer;
  /** One sentence for people: `explicit deny in resource policy "bucket photos", statement DenyOutsideEndpoint [StringNotEquals aws:SourceVpce (absent) vs "vpce-…"]`. */
  readonly explanation: string;
}
