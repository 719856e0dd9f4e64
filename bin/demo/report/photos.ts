import { html, Html } from './html';

/** What the example's container answers for one photo (see its README). */
export interface Detection {
  readonly image: { readonly width: number; readonly height: number };
  readonly objects: ReadonlyArray<{
    readonly label: string;
    readonly score: number;
    readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  }>;
}

export interface LabelledPhoto {
  readonly name: string;
  readonly jpeg: Buffer;
  readonly resultUri: string;
  readonly detection: Detection;
}

/** `3 faces (0.98, 0.95, 0.91)`: what was found, in one line. */
export function found({ objects }: Detection): string {
  const kinds = new Map<string, number[]>();
  for (const { label, score } of objects) kinds.set(label, [...(kinds.get(label) ?? []), score]);
  const parts = [...kinds].map(([label, scores]) => `${scores.length} ${label}${scores.length === 1 ? '' : 's'} (${scores.map((score) => score.toFixed(2)).join(', ')})`);
  return parts.join(', ') || 'nothing';
}

export function photosSection(photos: readonly LabelledPhoto[]): Html {
  return html`<h2>What the job found</h2><div class="photos">${photos.map(figure)}</div>`;
}

function figure({ name, jpeg, detection, resultUri }: LabelledPhoto): Html {
  const { width, height } = detection.image;
  const stroke = width / 250;
  const boxes = detection.objects.map(
    ({ label, score, box }) => html`<rect x="${box.left}" y="${box.top}" width="${box.width}" height="${box.height}" fill="none" stroke="#ffd400" stroke-width="${stroke}" rx="${stroke * 2}"><title>${label} ${score.toFixed(3)}</title></rect><text x="${box.left}" y="${box.top - stroke * 2}" font-size="${width / 45}" font-weight="700" style="fill:#ffd400;paint-order:stroke;stroke:#000;stroke-width:${stroke}">${score.toFixed(2)}</text>`,
  );
  return html`<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${name}: ${found(detection)}"><image href="data:image/jpeg;base64,${jpeg.toString('base64')}" width="${width}" height="${height}"/>${boxes}</svg><figcaption><div><strong>${name}</strong>: ${found(detection)}</div><code class="soft">${resultUri}</code></figcaption></figure>`;
}
