import { Decision } from '../../../local/access/model';
import { AccessCall, Authority } from '../../../local/services';
import { accessDenied } from '../../../local/access/authority';

/** Allows everything but the actions that are named, and remembers what it was asked. */
export class RecordingAuthority implements Authority {
  readonly asked: AccessCall[] = [];
  readonly denied = new Set<string>();

  decide(call: AccessCall): Decision {
    this.asked.push(call);
    const allowed = !this.denied.has(call.action);
    return { allowed, outcome: allowed ? 'Allowed' : 'ImplicitDeny', statements: [], missing: allowed ? undefined : 'identity', explanation: allowed ? 'allowed by the test' : 'no identity policy allows it' };
  }

  require(call: AccessCall, refuse = (decision: Decision): Error => accessDenied(call, decision)): Decision {
    const decision = this.decide(call);
    if (!decision.allowed) throw refuse(decision);
    return decision;
  }
}
