import { isStructure, memberOf } from '../../../lib/spec/members';
import { parseS3Uri } from '../../../lib/spec/s3-uri';
import { ENVIRONMENT_KEY, TABLE } from '../../../lib/spec/table';
import { notEmulated } from '../wire/aws-error';
import { ModelDefinition } from './records';
import { Fault, validationError } from './validation';

const NAME = TABLE.find(({ path }) => path === 'ModelName')!.is as { max: number; pattern: RegExp };
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;
const IDENTIFIER = /^[-0-9a-zA-Z]+$/;
const MAX = { role: 2048, containers: 15, image: 255, url: 1024, hostname: 63, entries: 100, text: 1024, environment: 32_768, groups: 5, subnets: 16 } as const;
const ARTIFACT_END = '.tar.gz';

const MODEL_MEMBERS = ['ModelName', 'ExecutionRoleArn', 'PrimaryContainer', 'Containers', 'InferenceExecutionConfig', 'VpcConfig', 'EnableNetworkIsolation', 'Tags'];
const CONTAINER_MEMBERS = ['Image', 'ModelDataUrl', 'ContainerHostname', 'Environment', 'ImageConfig', 'Mode'];
/** Members with one value that is emulated, which is also the default. */
const SINGLE_VALUED = { 'ImageConfig.RepositoryAccessMode': 'Platform', Mode: 'SingleModel' } as const;

/** Checks a CreateModel request; all faults in one error. What the local cloud cannot do is refused by name. */
export function checkModel(input: unknown): ModelDefinition {
  const model: Record<string, unknown> = isStructure(input) ? input : {};
  refuseUnknown(model, MODEL_MEMBERS, '');
  const { PrimaryContainer: primary, Containers: containers } = model;
  const several = Array.isArray(containers) ? containers : [];
  const mode = memberOf(model, 'InferenceExecutionConfig.Mode');
  if (mode === 'Direct') throw notEmulated('InferenceExecutionConfig.Mode Direct');
  const faults = [
    text('ModelName', model.ModelName, 1, NAME.max, NAME.pattern),
    text('ExecutionRoleArn', model.ExecutionRoleArn, 20, MAX.role, ROLE),
    (primary === undefined) === (containers === undefined) && { path: 'PrimaryContainer', must: "is required when there are no 'Containers', and excluded when there are" },
    containers !== undefined && (!Array.isArray(containers) || several.length < 1 || several.length > MAX.containers) && { path: 'Containers', value: `${several.length} containers`, must: `must be a list of 1 to ${MAX.containers}` },
    model.EnableNetworkIsolation !== undefined && typeof model.EnableNetworkIsolation !== 'boolean' && { path: 'EnableNetworkIsolation', value: String(model.EnableNetworkIsolation), must: 'must be true or false' },
    mode !== undefined && mode !== 'Serial' && { path: 'InferenceExecutionConfig.Mode', value: String(mode), must: 'must satisfy enum value set: [Serial, Direct]' },
    ...(primary === undefined ? [] : container('PrimaryContainer', primary)),
    ...several.flatMap((one, index) => container(`Containers.${index + 1}.member`, one)),
    ...vpc(model.VpcConfig),
  ].filter((fault): fault is Fault => Boolean(fault));
  if (faults.length > 0) throw validationError(faults);
  const { Tags: _tags, ...definition } = model;
  return definition as unknown as ModelDefinition;
}

function container(path: string, value: unknown): Array<Fault | false> {
  if (!isStructure(value)) return [{ path, value: JSON.stringify(value), must: 'must be a container definition' }];
  refuseUnknown(value, CONTAINER_MEMBERS, `${path}.`);
  for (const [member, only] of Object.entries(SINGLE_VALUED)) {
    const given = memberOf(value, member);
    if (given !== undefined && given !== only) throw notEmulated(`${path}.${member} ${String(given)}`);
  }
  const environment = isStructure(value.Environment) ? Object.entries(value.Environment) : [];
  const size = environment.reduce((sum, [name, entry]) => sum + name.length + String(entry).length, 0);
  const url = value.ModelDataUrl;
  return [
    text(`${path}.Image`, value.Image, 1, MAX.image, /^\S+$/),
    value.ContainerHostname !== undefined && text(`${path}.ContainerHostname`, value.ContainerHostname, 1, MAX.hostname, /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/),
    url !== undefined && (text(`${path}.ModelDataUrl`, url, 1, MAX.url, /^(https|s3):\/\/([^/]+)\/?(.*)$/) || (!parseS3Uri(String(url))!.key.endsWith(ARTIFACT_END) && { path: `${path}.ModelDataUrl`, value: String(url), must: `must point to one ${ARTIFACT_END} object` })),
    value.Environment !== undefined && !isStructure(value.Environment) && { path: `${path}.Environment`, must: 'must be names with texts' },
    environment.length > MAX.entries && { path: `${path}.Environment`, value: `${environment.length} entries`, must: `must have length less than or equal to ${MAX.entries}` },
    size > MAX.environment && { path: `${path}.Environment`, value: `${size} characters`, must: `must have at most ${MAX.environment} characters in all` },
    ...environment.map(([name, entry]) => (!ENVIRONMENT_KEY.test(name) || typeof entry !== 'string' || entry.length > MAX.text) && { path: `${path}.Environment`, value: name, must: `must be a name with a text of at most ${MAX.text} characters` }),
  ];
}

function vpc(value: unknown): Array<Fault | false> {
  if (value === undefined) return [];
  const config: Record<string, unknown> = isStructure(value) ? value : {};
  refuseUnknown(config, ['SecurityGroupIds', 'Subnets'], 'VpcConfig.');
  return [ids('VpcConfig.SecurityGroupIds', config.SecurityGroupIds, MAX.groups), ids('VpcConfig.Subnets', config.Subnets, MAX.subnets)];
}

function ids(path: string, value: unknown, max: number): Fault | false {
  const sound = Array.isArray(value) && value.length >= 1 && value.length <= max && value.every((id) => typeof id === 'string' && id.length <= 32 && IDENTIFIER.test(id));
  return !sound && { path, value: JSON.stringify(value), must: `must be a list of 1 to ${max} ids` };
}

function text(path: string, value: unknown, min: number, max: number, pattern: RegExp): Fault | false {
  if (value === undefined) return { path, must: 'must not be null' };
  const sound = typeof value === 'string' && value.length >= min && value.length <= max && pattern.test(value);
  return !sound && { path, value: String(value), must: `must have ${min} to ${max} characters and satisfy regular expression pattern: ${pattern.source}` };
}

function refuseUnknown(value: Record<string, unknown>, known: readonly string[], at: string): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name) && value[name] !== undefined);
  if (unknown) throw notEmulated(`${at}${unknown} of CreateModel`);
}
