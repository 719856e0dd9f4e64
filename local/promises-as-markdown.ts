import { OperationPromise, Promises, ResourcePromise, ServicePromise } from './promises';

const BEGIN = '<!-- promises: begin, written by npx tsx bin/local-promises.ts --write -->';
const END = '<!-- promises: end -->';

/** The page with its generated section as the code would have it. */
export function withPromises(page: string, promises: Promises): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page must hold the lines\n${BEGIN}\n${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${promisesAsMarkdown(promises)}\n${page.slice(end)}`;
}

function promisesAsMarkdown({ services, resources, languages }: Promises): string {
  return [
    '### Services and operations',
    'An operation without a remark is answered as the service documents it, permissions included. Any operation that is not named is refused with `NotImplemented` (501) and its name.',
    ...services.flatMap(service),
    '### Resource types',
    'A template with any other type, or with a property that is in neither column, fails before anything is made. Custom resources (`Custom::…`, `AWS::CloudFormation::CustomResource`) take every property; their provider must be a Lambda function.',
    table(['Type', 'Properties with an effect', 'Recorded only', 'Limits'], resources.map(resourceRow)),
    '### Languages',
    table(['', 'Known', 'Refused'], languages.map(({ title, known, refused }) => [title, codes(known), refused])),
  ].join('\n\n') + '\n';
}

function service({ signingName, title, refused, operations }: ServicePromise): string[] {
  const plain = operations.filter(({ remark }) => !remark).map(({ name }) => name);
  const rows = operations.flatMap(({ name, remark }: OperationPromise) => (remark ? [[`\`${name}\``, remark.kind, remark.text]] : []));
  return [
    `#### ${title} (\`${signingName}\`)`,
    ...(plain.length ? [codes(plain)] : []),
    ...(rows.length ? [table(['Operation', '', 'Limits'], rows)] : []),
    `Refused or different: ${refused}`,
  ];
}

function resourceRow({ type, properties, recordedOnly, remark = '' }: ResourcePromise): string[] {
  return [`\`${type}\``, properties.join(', '), recordedOnly.join(', '), remark];
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
