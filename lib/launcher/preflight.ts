import { LauncherPorts } from './ports';
import { Check, Finding, PreflightPorts, Subject, unknown } from './preflight/check';
import { dhcpOptions } from './preflight/dhcp-options';
import { endpoint } from './preflight/endpoint';
import { keys } from './preflight/keys';
import { model } from './preflight/model';
import { routes } from './preflight/routes';
import { securityGroups } from './preflight/security-groups';
import { subnets } from './preflight/subnets';
import { isDenied, serviceError } from './service-error';

export const CHECKS: readonly Check[] = [subnets, routes, endpoint, securityGroups, dhcpOptions, model, keys];

/** For all checks together; they run at the same time. */
const PREFLIGHT_MILLISECONDS = 20_000;

/** All problems of all checks at once, each a line. */
export async function preflight(subject: Subject, ports: PreflightPorts & Pick<LauncherPorts, 'clock' | 'log'>, checks: readonly Check[] = CHECKS): Promise<string[]> {
  const over = new AbortController();
  const timeUp = ports.clock.sleep(PREFLIGHT_MILLISECONDS, over.signal).then(() => [unknown('took too long')]);
  const found = await Promise.all(checks.map(async (check) => ({ check, findings: await Promise.race([lookInto(check, subject, ports), timeUp]) })));
  over.abort();
  for (const { check, findings } of found) ports.log('info', 'preflight', { check: check.id, findings: findings.map(({ verdict, text }) => `${verdict}: ${text}`) });
  return found.flatMap(({ findings }) => findings.filter((finding) => finding.verdict === 'problem').map((finding) => finding.text));
}

async function lookInto(check: Check, subject: Subject, ports: PreflightPorts): Promise<readonly Finding[]> {
  try {
    return await check.look(subject, ports);
  } catch (thrown) {
    const error = serviceError(thrown);
    return [unknown(isDenied(error) ? `the launcher may not look (${error.name})` : `could not look (${error.name})`)];
  }
}
