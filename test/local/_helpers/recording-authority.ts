import { accessDenied } from '../../../local/access/authority';
import { Caller, Decision, Principal } from '../../../local/access/model';
import { AccessCall, Authority, Clock, CloudIdentity } from '../../../local/services';

export const IDENTITY: CloudIdentity = { partition: 'aws', region: 'eu-west-1', accountId: '111122223333', urlSuffix: 'amazonaws.com' };

/** A clock that stands still until it is moved. */
export class StandingClock implements Clock {
  constructor(private time = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.time;
  }

  move(milliseconds: number): void {
    this.time += milliseconds;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.move(milliseconds);
  }
}

/** Allows what `denies` does not deny, and remembers every question. */
export class RecordingAuthority implements Authority {
  readonly calls: AccessCall[] = [];

  constructor(public denies: (call: AccessCall) => boolean = () => false) {}

  decide(call: AccessCall): Decision {
    this.calls.push(call);
    const allowed = !this.denies(call);
    return { allowed, outcome: allowed ? 'Allowed' : 'ImplicitDeny', statements: [], missing: allowed ? undefined : 'identity', explanation: allowed ? 'the test allows it' : 'the test denies it' };
  }

  require(call: AccessCall, refuse: (decision: Decision) => Error = (decision) => accessDenied(call, decision)): Decision {
    const decision = this.decide(call);
    if (!decision.allowed) throw refuse(decision);
    return decision;
  }

  /** Actions in the order in which they were asked; forgets them. */
  takeActions(): string[] {
    return this.calls.splice(0).map(({ action }) => action);
  }
}

export function roleCaller(roleName = 'Tester', changes: Partial<Caller> = {}): Caller {
  const principal: Principal = {
    kind: 'role',
    accountId: IDENTITY.accountId,
    roleName,
    roleArn: `arn:aws:iam::${IDENTITY.accountId}:role/${roleName}`,
    roleId: `AROA${roleName.toUpperCase()}`,
    sessionName: 'session',
    tags: {},
  };
  return { principal, network: { kind: 'internet', sourceIp: '192.0.2.1' }, secureTransport: true, ...changes };
}
