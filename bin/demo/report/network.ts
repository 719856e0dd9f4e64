import { html, Html } from './html';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, any>>;
}

export type Template = { readonly Resources: Readonly<Record<string, Resource>> };

/** What the picture shows, read from the synthesized templates. */
export interface NetworkFacts {
  readonly cidr: string;
  readonly subnets: ReadonlyArray<{ readonly id: string; readonly cidr: string }>;
  readonly internetGateways: number;
  readonly endpoint?: string;
  readonly endpointStatements: number;
  readonly buckets: ReadonlyArray<{ readonly id: string; readonly encrypted: boolean; readonly restricted: boolean }>;
  readonly keys: readonly string[];
  readonly model?: { readonly id: string; readonly isolated: boolean; readonly inVpc: boolean };
}

export function networkFacts(templates: readonly Template[]): NetworkFacts {
  const all = templates.flatMap(({ Resources }) => Object.entries(Resources));
  const of = (type: string) => all.filter(([, resource]) => resource.Type === type);
  const [, vpc] = of('AWS::EC2::VPC')[0] ?? [];
  const [endpoint, endpointResource] = of('AWS::EC2::VPCEndpoint')[0] ?? [];
  const [model, modelResource] = of('AWS::SageMaker::Model')[0] ?? [];
  const restricted = new Set(
    of('AWS::S3::BucketPolicy')
      .filter(([, { Properties }]) => JSON.stringify(Properties?.PolicyDocument ?? {}).includes('aws:SourceVpce'))
      .map(([, { Properties }]) => Properties?.Bucket?.Ref as string),
  );
  return {
    cidr: vpc?.Properties?.CidrBlock ?? '',
    subnets: of('AWS::EC2::Subnet').map(([id, { Properties }]) => ({ id, cidr: Properties?.CidrBlock ?? '' })),
    internetGateways: of('AWS::EC2::InternetGateway').length + of('AWS::EC2::NatGateway').length,
    endpoint,
    endpointStatements: (endpointResource?.Properties?.PolicyDocument?.Statement ?? []).length,
    buckets: of('AWS::S3::Bucket').map(([id, { Properties }]) => ({ id, encrypted: JSON.stringify(Properties?.BucketEncryption ?? {}).includes('aws:kms'), restricted: restricted.has(id) })),
    keys: of('AWS::KMS::Key').map(([id]) => id),
    model: modelResource && { id: model, isolated: modelResource.Properties?.EnableNetworkIsolation === true, inVpc: Boolean(modelResource.Properties?.VpcConfig) },
  };
}

export function networkSection(facts: NetworkFacts): Html {
  const { subnets, buckets } = facts;
  const vpcHeight = 70 + Math.max(subnets.length, 1) * 78;
  const bucketTop = 40;
  const height = Math.max(vpcHeight + 60, bucketTop + buckets.length * 78 + 40);
  const middle = 40 + vpcHeight / 2;
  const boxes = subnets.map(({ id, cidr }, index) => box(44, 86 + index * 78, 330, 62, `private subnet ${cidr}`, name(id), 'var(--paper)'));
  const arrows = buckets.map((_, index) => html`<path d="M 640 ${middle} C 690 ${middle}, 690 ${bucketTop + 31 + index * 78}, 740 ${bucketTop + 31 + index * 78}" fill="none" stroke="var(--accent)" stroke-width="2"/>`);
  const stores = buckets.map(({ id, encrypted, restricted }, index) =>
    box(740, bucketTop + index * 78, 310, 62, name(id), [restricted ? 'refuses all but the endpoint' : 'not restricted', encrypted ? 'SSE-KMS' : 'SSE-S3'].join(' · '), restricted ? 'var(--wash)' : 'var(--paper)'),
  );
  const model = facts.model ? `${name(facts.model.id)}: ${facts.model.inVpc ? 'in these subnets' : 'no VPC'}, ${facts.model.isolated ? 'network isolation' : 'no isolation'}` : 'no model';
  return html`<h2>The network of the stack</h2><p class="soft">Read from the synthesized templates: ${facts.internetGateways === 0 ? 'no internet or NAT gateway' : `${facts.internetGateways} gateways to the internet`}, ${facts.keys.length} KMS keys, ${facts.endpointStatements} statements in the endpoint's policy.</p>
<div class="timeline"><svg viewBox="0 0 1060 ${height}" role="img" aria-label="VPC, subnets, endpoint and buckets">
<rect x="20" y="40" width="380" height="${vpcHeight}" rx="10" fill="var(--wash)" stroke="var(--soft)" stroke-dasharray="6 4"/><text x="36" y="64" font-size="14" font-weight="700">VPC ${facts.cidr}</text>
${boxes}<text x="44" y="${40 + vpcHeight + 22}" font-size="12">${model}</text>
<path d="M 374 ${middle} L 470 ${middle}" stroke="var(--accent)" stroke-width="2"/>${box(470, middle - 38, 170, 76, 'S3 gateway endpoint', facts.endpoint ? name(facts.endpoint) : 'none', 'var(--paper)')}
${arrows}${stores}</svg></div>`;
}

function box(x: number, y: number, width: number, height: number, title: string, below: string, fill: string): Html {
  return html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7" fill="${fill}" stroke="var(--accent)"/><text x="${x + 12}" y="${y + 26}" font-size="13" font-weight="700">${title}</text><text x="${x + 12}" y="${y + 46}" font-size="11">${below}</text>`;
}

/** Logical ids end in a hash that says nothing to a reader. */
function name(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
