import { AuditRecord, CloudEvent } from '../../../local';
import { AccessRow } from '../access-table';
import { accessSection } from './access';
import { html, Html } from './html';
import { NetworkFacts, networkSection } from './network';
import { LabelledPhoto, photosSection } from './photos';
import { STYLE } from './style';
import { timelineSection } from './timeline';

export interface DemoResult {
  readonly jobName: string;
  readonly outputUri: string;
  readonly seconds: number;
  readonly photos: readonly LabelledPhoto[];
  readonly accessObject: string;
  readonly access: readonly AccessRow[];
  readonly network: NetworkFacts;
  readonly events: readonly CloudEvent[];
  readonly audit: readonly AuditRecord[];
}

/** The whole report as one page that needs no other file and no network. */
export function page(result: DemoResult): string {
  const { jobName, outputUri, seconds, photos, accessObject, access, network, events, audit } = result;
  const objects = photos.reduce((sum, { detection }) => sum + detection.objects.length, 0);
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Secure batch transform: ${jobName}</title><style>${new Html(STYLE)}</style></head><body>
<h1>${photos.length} photos labelled in a private network</h1>
<p class="soft">Transform job <code>${jobName}</code> · results in <code>${outputUri}</code> · ${objects} objects found · ${seconds.toFixed(0)} s from start to here</p>
<div class="banner"><strong>Emulated.</strong> This ran on a local cloud, not on AWS. The CDK CLI, the templates, the launcher function and the container are the real ones; the services behind them are emulated.</div>
${photosSection(photos)}${accessSection(accessObject, access)}${networkSection(network)}${timelineSection(events)}${emulatedSection(audit)}
</body></html>`.text;
}

function emulatedSection(audit: readonly AuditRecord[]): Html {
  const calls = new Map<string, { allowed: number; denied: number }>();
  for (const { eventSource, eventName, decision } of audit) {
    const key = `${eventSource.replace('.amazonaws.com', '')}:${eventName}`;
    const count = calls.get(key) ?? { allowed: 0, denied: 0 };
    calls.set(key, { allowed: count.allowed + Number(decision.allowed), denied: count.denied + Number(!decision.allowed) });
  }
  return html`<h2>What is emulated</h2><ul>
<li>Every AWS service: S3, KMS, IAM, STS, EC2, CloudFormation, Lambda, Step Functions, SageMaker, CloudWatch Logs, EventBridge. <code>local/README.md</code> says, operation by operation, what is faithful, what is recorded only and what is refused.</li>
<li>The network path: the job's calls carry the endpoint of its subnets' route tables; there are no packets to filter. The container runs as a local process, not in an image.</li>
<li>Time: waits of the state machine are shortened, and an instance is there at once.</li>
<li>Not shown here, because only an account can show it: whether AWS sends each condition key as documented, propagation delays, quotas, capacity.</li></ul>
<p class="soft">${audit.length} access decisions were made: ${[...calls].sort((a, b) => b[1].allowed + b[1].denied - a[1].allowed - a[1].denied).slice(0, 14).map(([name, { allowed, denied }], index) => html`${index ? ', ' : ''}<code>${name}</code> ${allowed}${denied ? ` (+${denied} denied)` : ''}`)}.</p>`;
}
