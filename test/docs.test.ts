import * as fs from 'node:fs';
import * as path from 'node:path';
import { readSource, withSnippets } from '../bin/readme-snippets';
import { Failure, Rule } from '../lib/launcher/explain';
import { RULES } from '../lib/launcher/explain-rules';
import { CHECKS } from '../lib/launcher/preflight';
import { SERVICE_MESSAGE, ServiceMessageId } from '../lib/spec/service-messages';

const ROOT = path.join(__dirname, '..');
const TROUBLESHOOTING = readSource('docs/troubleshooting.md');

function filesBelow(folder: string, ending: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return ['dist', 'node_modules', 'cdk.out'].includes(entry.name) ? [] : filesBelow(file, ending);
    return entry.name.endsWith(ending) ? [file] : [];
  });
}

describe('troubleshooting.md', () => {
  /** By the id that each entry begins with: the heading is the text that a user sees. */
  const entries = new Map([...TROUBLESHOOTING.matchAll(/^### (.+)\n\n`(\w+)`([^]*?)(?=^#|(?![^]))/gm)].map(([, heading, id, body]) => [id, { heading, body }]));

  test.each(Object.keys(SERVICE_MESSAGE) as ServiceMessageId[])('has an entry for %s, found by the words of the service', (id) => {
    expect(entries.get(id)?.heading).toMatch(SERVICE_MESSAGE[id].pattern);
  });

  const failure: Failure = { operation: 'CreateTransformJob', error: { name: '', message: '' }, surroundings: { constructPath: 'Stack/Job' }, region: 'us-east-1' };
  const properties = (rule: Rule) => [...rule.change(failure).matchAll(/`([^`:]+)[^`]*`/g)].map(([, name]) => name);

  test.each(RULES.map((rule) => [rule.id, rule] as const))('names for %s every property that the launcher says to change', (id, rule) => {
    expect(properties(rule).filter((name) => !entries.get(id)?.body.includes(name))).toEqual([]);
  });

  test('has a row for every check of the preflight', () => {
    expect(CHECKS.map(({ id }) => id).filter((id) => !TROUBLESHOOTING.includes(`| \`${id}\` |`))).toEqual([]);
  });

  const sources = [...filesBelow('lib', '.ts'), ...filesBelow('examples', '.ts')].map(readSource).join('\n');
  const warnings = [...sources.matchAll(/\bwarn\([\w.]+, '([a-z-]+)'|addWarningV2\('cdk-secure-batch-transform:([a-z-]+)'/g)].map((match) => match[1] ?? match[2]);
  const rules = [...sources.matchAll(/\brule: '([a-z-]+)'|\b(?:jsonPath|processable)\('([a-z-]+)'/g)].map((match) => match[1] ?? match[2]);

  test('has a row for every warning, and for no other', () => {
    expect(warnings.length).toBeGreaterThan(10);
    const told = [...TROUBLESHOOTING.matchAll(/^\| `cdk-secure-batch-transform:([a-z-]+)` \|/gm)].map(([, id]) => id);
    expect(told.sort()).toEqual([...new Set(warnings)].sort());
  });

  test('has a row for every rule that can be broken, and for no other', () => {
    expect(rules.length).toBeGreaterThan(30);
    const told = [...TROUBLESHOOTING.matchAll(/\| `([a-z-]+)` \|$/gm)].map(([, id]) => id);
    expect(told.sort()).toEqual([...new Set(rules)].sort());
  });
});

/** Anchors as the usual renderers make them of headings. */
function anchors(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-'));
}

function brokenLinks(file: string, page: string): string[] {
  const links = [...page.replace(/^```[^]*?^```/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link).filter((link) => !/^[a-z]+:/.test(link));
  return links.filter((link) => {
    const [target, anchor] = link.split('#');
    const absolute = path.join(ROOT, path.dirname(file), target);
    if (target && !fs.existsSync(absolute)) return true;
    return anchor !== undefined && !anchors(target ? fs.readFileSync(absolute, 'utf8') : page).includes(anchor);
  });
}

describe('links', () => {
  // API.md is generated from the sources and checked by its generator.
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesBelow('docs', '.md'), 'local/README.md', ...filesBelow('examples', '.md')];

  test.each(pages)('of %s resolve', (file) => {
    expect(brokenLinks(file, readSource(file))).toEqual([]);
  });

  test('that lead nowhere are found', () => {
    expect(brokenLinks('docs/x.md', '# Here\n[a](../README.md) [b](#here) [c](#there) [d](missing.md) [e](https://aws.amazon.com)')).toEqual(['#there', 'missing.md']);
  });
});

describe('code in README.md', () => {
  test('is what its files hold (npx tsx bin/readme-snippets.ts --write)', () => {
    const page = readSource('README.md');
    expect(page).toBe(withSnippets(page, readSource));
    expect(page.match(/<!-- \S+\.ts -->/g)).toHaveLength(2);
  });

  test.each([
    ['the whole file', 'const a = 1;\n', 'const a = 1;\n'],
    ['the part between its marks, without their indentation', 'class X {\n  // readme-begin\n  a = 1;\n\n  b() {\n  }\n  // readme-end\n}\n', 'a = 1;\n\nb() {\n}\n'],
  ])('is %s', (_, source, shown) => {
    expect(withSnippets('<!-- x.ts -->\n```ts\nold\n```\n', () => source)).toBe(`<!-- x.ts -->\n\`\`\`ts\n${shown}\`\`\`\n`);
  });
});
