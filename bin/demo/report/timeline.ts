import { CloudEvent } from '../../../local';
import { html, Html } from './html';

/** A bar of the timeline: something that began, went on, and ended well or not. */
export interface Bar {
  readonly lane: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly ended: 'well' | 'badly' | 'open';
}

const ENDS_WELL = /_COMPLETE$/;
const ENDS_BADLY = /_FAILED$/;

/** Pairs begin and end of each resource and of each job; what never ended lasts to the last event. */
export function barsOf(events: readonly CloudEvent[]): Bar[] {
  const last = Math.max(0, ...events.map(({ time }) => time));
  const open = new Map<string, { lane: string; name: string; from: number }>();
  const bars: Bar[] = [];
  for (const { source, type, time, detail } of events) {
    const seen = source === 'cloudformation' && type === 'resource-status' ? resource(detail) : source === 'sagemaker' && type === 'job-status' ? job(detail) : undefined;
    if (!seen) continue;
    const id = `${seen.lane}/${seen.name}`;
    if (!seen.ended) open.set(id, open.get(id) ?? { lane: seen.lane, name: seen.name, from: time });
    else {
      bars.push({ lane: seen.lane, name: seen.name, from: open.get(id)?.from ?? time, to: time, ended: seen.ended });
      open.delete(id);
    }
  }
  const unfinished = [...open.values()].map((bar): Bar => ({ ...bar, to: last, ended: 'open' }));
  return [...bars, ...unfinished].sort((a, b) => a.from - b.from);
}

interface Seen {
  readonly lane: string;
  readonly name: string;
  readonly ended?: 'well' | 'badly';
}

function resource(detail: CloudEvent['detail']): Seen | undefined {
  const status = String(detail.status);
  if (status.startsWith('DELETE')) return undefined;
  const ended = ENDS_WELL.test(status) ? 'well' : ENDS_BADLY.test(status) ? 'badly' : undefined;
  return { lane: String(detail.stackName), name: `${detail.resourceType} ${detail.logicalId}`, ended };
}

function job(detail: CloudEvent['detail']): Seen {
  const ended = detail.TransformJobStatus === 'Completed' ? 'well' : detail.TransformJobStatus === 'Failed' || detail.TransformJobStatus === 'Stopped' ? 'badly' : undefined;
  return { lane: 'SageMaker', name: `transform job ${detail.TransformJobName}`, ended };
}

const ROW = 17;
const LABEL = 430;
const WIDTH = 1060;
const COLOUR = { well: 'var(--good)', badly: 'var(--bad)', open: 'var(--warm)' } as const;

export function timelineSection(events: readonly CloudEvent[]): Html {
  const bars = barsOf(events);
  if (!bars.length) return html``;
  const start = bars[0].from;
  const end = Math.max(...bars.map(({ to }) => to));
  const scale = (WIDTH - LABEL - 60) / Math.max(1, end - start);
  const rows = bars.map(({ lane, name, from, to, ended }, index) => {
    const y = 26 + index * ROW;
    const x = LABEL + (from - start) * scale;
    return html`<text x="0" y="${y + 11}" font-size="11">${cut(`${lane} · ${name}`)}</text><rect x="${x.toFixed(1)}" y="${y + 2}" width="${Math.max(2, (to - from) * scale).toFixed(1)}" height="${ROW - 6}" rx="2" fill="${COLOUR[ended]}"><title>${name}: ${((to - from) / 1000).toFixed(1)} s</title></rect>`;
  });
  const seconds = (end - start) / 1000;
  const step = [1, 2, 5, 10, 20, 30, 60].find((candidate) => seconds / candidate <= 12) ?? 120;
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => {
    const x = LABEL + index * step * 1000 * scale;
    return html`<line x1="${x}" x2="${x}" y1="18" y2="${26 + bars.length * ROW}" stroke="var(--line)"/><text x="${x}" y="12" font-size="10" text-anchor="middle">${index * step} s</text>`;
  });
  return html`<h2>What happened when</h2><div class="timeline"><svg viewBox="0 0 ${WIDTH} ${30 + bars.length * ROW}" role="img" aria-label="Timeline of the deployment and of the job">${ticks}${rows}</svg></div>`;
}

function cut(text: string): string {
  return text.length > 68 ? `${text.slice(0, 67)}…` : text;
}
