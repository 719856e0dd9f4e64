import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ContainerDefinition } from '../container-definition';
import { Violation } from '../spec/violation';

/** CreateModel's bounds. */
const CONTAINERS = 15;
const ENTRIES = 100;
const TEXT = 1024;
const TOTAL_BYTES = 32 * 1024;
const PACKAGE_NAME = 176;
const HOSTNAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Holds the containers against the rules of CreateModel.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
 */
export function checkContainers(scope: Construct, containers: readonly ContainerDefinition[]): Violation[] {
  const count = containers.length >= 1 && containers.length <= CONTAINERS
    ? []
    : [broken('containers', `${containers.length}`, `must be 1 to ${CONTAINERS}`, containers.length ? 'put several steps into one container' : 'name at least one container')];
  const hostnames = containers.flatMap(({ containerHostname }) => containerHostname ?? []);
  const twice = hostnames.filter((name, index) => !Token.isUnresolved(name) && hostnames.indexOf(name) !== index);
  return [
    ...count,
    ...twice.map((name) => broken('containers.containerHostname', name, 'must differ between containers', 'rename one of them')),
    ...containers.flatMap((container) => checkContainer(scope, container)),
  ];
}

function checkContainer(scope: Construct, container: ContainerDefinition): Violation[] {
  const { image, modelData, modelPackageName, containerHostname, environment = {} } = container;
  return [
    ...(!image && !modelPackageName ? [broken('containers.image', 'nothing', 'or modelPackageName is required', 'give a ContainerImage')] : []),
    ...((image || modelData) && modelPackageName ? [broken('containers.modelPackageName', modelPackageName, 'excludes image and modelData, which the package brings', 'leave one of them out')] : []),
    ...(isKnown(modelPackageName) && modelPackageName.length > PACKAGE_NAME ? [broken('containers.modelPackageName', `${modelPackageName.length} characters`, `must have at most ${PACKAGE_NAME} characters`, 'give the ARN or the name of the package')] : []),
    ...(isKnown(containerHostname) && !HOSTNAME.test(containerHostname) ? [broken('containers.containerHostname', containerHostname, 'must have 1 to 63 letters, digits and inner hyphens', 'rename it')] : []),
    ...checkEnvironment(environment),
    ...(image?._violations(scope) ?? []),
    ...(modelData?._violations() ?? []),
  ];
}

function checkEnvironment(environment: Readonly<Record<string, string>>): Violation[] {
  const property = 'containers.environment';
  const entries = Object.entries(environment).filter(([name]) => isKnown(name));
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + (isKnown(value) ? Buffer.byteLength(value) : 0), 0);
  return [
    ...(entries.length > ENTRIES ? [broken(property, `${entries.length} entries`, `must have at most ${ENTRIES} entries`, 'put the settings into the artifact')] : []),
    ...(bytes > TOTAL_BYTES ? [broken(property, `${bytes} bytes`, `must have at most ${TOTAL_BYTES} bytes in all`, 'put the settings into the artifact')] : []),
    ...entries.flatMap(([name, value]) => [
      ...(name.length > TEXT || !NAME.test(name) ? [broken(property, name, `must have names of letters, digits and underscores that start with no digit, at most ${TEXT} characters`, 'rename the variable')] : []),
      ...(isKnown(value) && value.length > TEXT ? [broken(property, `${name} with ${value.length} characters`, `must have texts of at most ${TEXT} characters`, 'shorten the value')] : []),
    ]),
  ];
}

function isKnown(value: string | undefined): value is string {
  return value !== undefined && !Token.isUnresolved(value);
}

function broken(property: string, value: string, must: string, mend: string): Violation {
  return { rule: 'containers', path: property, property, value, must, mend };
}
