import { AccessRow } from '../access-table';
import { html, Html } from './html';

export function accessSection(object: string, rows: readonly AccessRow[]): Html {
  return html`<h2>Who may read a photo</h2>
<p class="soft">The same signed <code>GetObject</code> of <code>${object}</code>, decided by the deployed role, bucket, endpoint and key policies.</p>
<div class="scroll"><table><thead><tr><th>Who</th><th>From where</th><th>Answer</th><th>Because</th></tr></thead><tbody>${rows.map(
    ({ who, from, allowed, why }) => html`<tr><td>${who}</td><td>${from}</td><td class="${allowed ? 'allowed' : 'denied'}">${allowed ? '✓ allowed' : '✗ denied'}</td><td><code>${why}</code></td></tr>`,
  )}</tbody></table></div>`;
}
