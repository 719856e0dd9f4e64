import * as fs from 'node:fs';
import * as path from 'node:path';

/** What stands for a container image on this machine: a command to start, or a server that runs already. */
export type ContainerEntry =
  | { readonly command: readonly string[]; readonly cwd?: string; readonly environment?: Readonly<Record<string, string>> }
  | { readonly url: string };

/** Image URIs, exact or with `*`, and what stands for them. */
export type ContainerMap = Readonly<Record<string, ContainerEntry>>;

const EXAMPLE = '{ "*/my-model*": { "command": ["node", "server.mjs"] } } or { "…": { "url": "http://127.0.0.1:8080" } }';
const MEMBERS = ['command', 'cwd', 'environment', 'url'];

/** Reads a containers file. Commands run in `cwd`, which is relative to the file's folder and by default that folder. */
export function readContainersFile(file: string): ContainerMap {
  let document: unknown;
  try {
    document = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`cannot read the containers file ${file}: ${(error as Error).message}`, { cause: error });
  }
  if (!isObject(document)) throw new Error(`the containers file ${file} must be an object like ${EXAMPLE}`);
  const wrong = Object.entries(document).flatMap(([image, entry]) => faultsOf(entry).map((fault) => `"${image}" ${fault}`));
  if (wrong.length > 0) throw new Error(`the containers file ${file} has entries that cannot be used: ${wrong.join('; ')}. An entry is like ${EXAMPLE}`);
  const folder = path.dirname(path.resolve(file));
  return Object.fromEntries(Object.entries(document as ContainerMap).map(([image, entry]) => [image, 'url' in entry ? entry : { ...entry, cwd: path.resolve(folder, entry.cwd ?? '.') }]));
}

function faultsOf(entry: unknown): string[] {
  if (!isObject(entry)) return ['must be an object'];
  const faults = Object.keys(entry).filter((name) => !MEMBERS.includes(name)).map((name) => `has the unknown member '${name}'`);
  const { command, cwd, environment, url } = entry;
  if ((command === undefined) === (url === undefined)) faults.push("must have either 'command' or 'url'");
  if (command !== undefined && !(Array.isArray(command) && command.length > 0 && command.every((part) => typeof part === 'string'))) faults.push("must have a list of texts as 'command'");
  if (cwd !== undefined && typeof cwd !== 'string') faults.push("must have a text as 'cwd'");
  if (environment !== undefined && !(isObject(environment) && Object.values(environment).every((value) => typeof value === 'string'))) faults.push("must have texts in 'environment'");
  if (url !== undefined && !isOrigin(url)) faults.push(`must have an origin like http://127.0.0.1:8080 as 'url', got: ${JSON.stringify(url)}`);
  if (url !== undefined && (cwd !== undefined || environment !== undefined)) faults.push("takes 'cwd' and 'environment' with a 'command' only");
  return faults;
}

/** The engine asks for `/invocations` and `/ping` at the root, on this machine: data must not leave it unnoticed. */
function isOrigin(url: unknown): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, hostname, pathname, search } = new URL(url);
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) && pathname === '/' && search === '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The entry for an image: the exact one, else the first whose `*` pattern fits. */
export function entryFor(containers: ContainerMap, image: string): ContainerEntry | undefined {
  if (Object.hasOwn(containers, image)) return containers[image];
  const fitting = Object.keys(containers).find((pattern) => pattern.includes('*') && glob(pattern).test(image));
  return fitting === undefined ? undefined : containers[fitting];
}

function glob(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's');
}

/** Says what is missing, and the line to add. */
export function noEntryFor(image: string): string {
  const repository = image.split('/').at(-1)!.split(/[:@]/)[0];
  return `ClientError: the local cloud runs no containers and knows no command for the image '${image}'. Add an entry to the containers file: "*/${repository}*": { "command": ["node", "server.mjs"] }`;
}
