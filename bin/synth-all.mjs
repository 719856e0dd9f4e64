// Synthesizes the sample app and every example through the cdk CLI: cdk.out/all/<name>. Any error or failed validation ends it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const cdk = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
const examples = readdirSync(path.join(root, 'examples')).filter((name) => existsSync(path.join(root, 'examples', name, 'app.ts')));
const apps = [['sample', 'bin/app.ts'], ...examples.map((name) => [name, `examples/${name}/app.ts`])];

for (const [name, app] of apps) {
  console.log(`synth ${name}`);
  const args = ['synth', '--quiet', '--no-notices', '--app', `node --import tsx ${app}`, '--output', path.join('cdk.out', 'all', name)];
  const { status } = spawnSync(process.execPath, [cdk, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: '1' } });
  if (status !== 0) process.exit(status ?? 1);
}
console.log(`${apps.length} apps synthesized`);
