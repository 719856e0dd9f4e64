import * as fs from 'node:fs';
import { builtinModules } from 'node:module';
import * as path from 'node:path';

/** Who may import whom: the table of docs/architecture.md, as data. `self` is the rule's own place. */
interface Rule {
  readonly name: string;
  readonly covers: RegExp;
  readonly inside: readonly RegExp[];
  readonly packages: RegExp;
}

const ROOT = path.join(__dirname, '..');
const NO_PACKAGE = /(?!)/;
const CDK = /^(aws-cdk-lib|constructs)(\/|$)/;

const RULES: readonly Rule[] = [
  { name: 'lib/spec imports nothing but itself', covers: /^lib\/spec\//, inside: [/^lib\/spec\//], packages: NO_PACKAGE },
  { name: 'lib/launcher imports the kernel and the AWS SDK', covers: /^lib\/launcher\//, inside: [/^lib\/(launcher|spec)\//], packages: /^(@aws-sdk|@smithy)\// },
  { name: 'the constructs import the CDK, the kernel and each other', covers: /^lib\/(private\/|[^/]+$)/, inside: [/^lib\/(?!launcher\/)/], packages: CDK },
  { name: 'the engine imports neither CloudFormation nor HTTP-server code', covers: /^local\/engine\//, inside: [/^local\/engine\//, /^local\/(services|access\/model)$/, /^lib\/spec\//], packages: /^undici$/ },
  { name: 'the local cloud imports the kernel, packages and itself', covers: /^local\//, inside: [/^local\//, /^lib\/spec\//], packages: /^(?!aws-cdk-lib|constructs)/ },
  { name: 'bin and examples import the library and the local cloud by their front doors', covers: /^(bin|examples)\//, inside: [/^(bin|examples)\//, /^lib(\/index)?$/, /^local(\/index)?$/], packages: /./ },
];

function sources(folder: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ['dist', 'node_modules', 'cdk.out'].includes(entry.name) ? [] : sources(file);
    return /\.(ts|mjs|cjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [file] : [];
  });
}

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
  const found = text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|(?:import|require)\(\s*'([^']+)'\s*\)/g);
  return [...found].map((match) => ({ target: match[2] ?? match[3], typeOnly: Boolean(match[1]) }));
}

function broken(rule: Rule, file: string): string[] {
  return importsOf(file)
    .filter(({ target }) => {
      if (target.startsWith('.')) {
        const inside = path.posix.normalize(path.posix.join(path.posix.dirname(file), target)).replace(/\/$/, '');
        return !rule.inside.some((allowed) => allowed.test(inside));
      }
      return !target.startsWith('node:') && !builtinModules.includes(target) && !rule.packages.test(target);
    })
    .map(({ target }) => `${file} -> ${target}`);
}

const FILES = ['lib', 'local', 'bin', 'examples'].flatMap(sources);

describe('the import table', () => {
  test.each(RULES)('$name', (rule) => {
    const covered = FILES.filter((file) => RULES.find(({ covers }) => covers.test(file)) === rule);
    expect(covered).not.toEqual([]);
    expect(covered.flatMap((file) => broken(rule, file))).toEqual([]);
  });

  test('lib/private imports public files for their types only', () => {
    const values = FILES.filter((file) => file.startsWith('lib/private/')).flatMap((file) =>
      importsOf(file)
        .filter(({ target, typeOnly }) => /^\.\.\/[a-z-]+$/.test(target) && !typeOnly)
        .map(({ target }) => `${file} -> ${target}`),
    );
    expect(values).toEqual([]);
  });

  test('finds a forbidden import', () => {
    expect(broken(RULES[0], 'lib/spec/../../test/_fixtures/forbidden-import.ts').length).toBe(2);
  });

  test('every source file is covered by a rule', () => {
    expect(FILES.filter((file) => !RULES.some(({ covers }) => covers.test(file)))).toEqual([]);
  });
});
