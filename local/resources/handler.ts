/** What CloudFormation tells a resource handler beside the properties. */
export interface ResourceContext {
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly stackTags: Readonly<Record<string, string>>;
  /** A physical name as CloudFormation makes it: `<stack>-<logical id>-<random>`, cut to the service's limit. */
  physicalName(options?: { readonly maxLength?: number; readonly lowerCase?: boolean }): string;
  /** Aborts when the operation is cancelled. */
  readonly signal: AbortSignal;
}

export interface ResourceResult {
  /** What `Ref` gives and DescribeStackResources shows as PhysicalResourceId. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` gives. Nested names are dotted: `Endpoint.Address`. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The attributes are secret (`NoEcho` in the answer of a custom resource): change sets do not show them. */
  readonly noEcho?: boolean;
}

type Properties = Readonly<Record<string, any>>;

/** One resource type. Which changes replace the resource is decided by the engine (from the service specification). */
export interface ResourceHandler {
  /** `AWS::S3::Bucket`. */
  readonly type: string;
  /** Properties that have an effect here. */
  readonly properties: readonly string[];
  /** Properties that are stored and shown but have no effect. Any property in neither list is refused by name. */
  readonly recordedOnly?: readonly string[];
  create(properties: Properties, context: ResourceContext): Promise<ResourceResult> | ResourceResult;
  /** In place. */
  update?(physicalId: string, properties: Properties, old: Properties, context: ResourceContext): Promise<ResourceResult> | ResourceResult;
  /** Succeeds when the thing is gone already. */
  delete(physicalId: string, properties: Properties, context: ResourceContext): Promise<void> | void;
}
