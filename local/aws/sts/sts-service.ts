import { randomBytes } from 'node:crypto';
import { accessDenied } from '../../access/authority';
import { Caller, Principal } from '../../access/model';
import { Authority, Clock, Credentials, CredentialStore, Sts } from '../../services';
import { Table } from '../../store/table';
import { Role } from '../iam/roles';
import { DEVELOPER } from '../iam/users';
import { uniqueId } from '../iam/unique-id';
import { checkSession } from './session-rules';

export interface StsServiceProps {
  readonly folder?: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly iam: {
    role(nameOrArn: string): Role | undefined;
    readonly users: { principal(userName: string): Principal };
  };
  readonly authority: Pick<Authority, 'require'>;
  /** The fixed key of the user `developer`. */
  readonly developer: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

type AssumeRole = Parameters<Sts['assumeRole']>[0];

/** How often the table of sessions is cleared of expired ones: they are made by the thousand, one for each invocation. */
const SWEEP_MILLISECONDS = 60_000;
const KEPT_MILLISECONDS = 3_600_000;

/** Makes session credentials of roles and knows whose an access key is. */
export class StsService implements Sts, CredentialStore {
  private readonly sessions: Table<Credentials>;
  private sweptAt = -Infinity;

  constructor(private readonly props: StsServiceProps) {
    this.sessions = Table.open<Credentials>(props.folder, 'sts-sessions');
  }

  assumeRole(request: AssumeRole): Credentials {
    const { caller, roleArn, sessionName, durationSeconds = 3600 } = request;
    const role = this.props.iam.role(roleArn);
    checkSession({ sessionName, durationSeconds, chained: caller.principal.kind === 'role', maxSessionDuration: role?.maxSessionDuration });
    if (!role) throw accessDenied({ caller, action: 'sts:AssumeRole', resource: roleArn }, { explanation: 'there is no such role' });
    this.requireTrust(request, role);
    return this.makeSession(role, sessionName, durationSeconds);
  }

  /** A session is known for an hour beyond its end, so that the front door can say `ExpiredToken`; whoever asks has to look at `expiration`. */
  find(accessKeyId: string): Credentials | undefined {
    const { developer, iam } = this.props;
    if (accessKeyId === developer.accessKeyId) return { ...developer, principal: iam.users.principal(DEVELOPER) };
    return this.sessions.get(accessKeyId);
  }

  close(): void {
    this.sessions.close();
  }

  /** The role's trust policy has to allow the caller, or to leave it to the account, whose identity policies then have to. */
  private requireTrust({ caller, sessionName, context }: { caller: Caller; sessionName: string; context?: Readonly<Record<string, string>> }, role: Role): void {
    this.props.authority.require({
      caller,
      action: 'sts:AssumeRole',
      resource: role.roleArn,
      resourcePolicy: [{ name: `trust of ${role.roleName}`, document: role.trust }],
      context: { 'sts:RoleSessionName': sessionName, ...resourceTags(role), ...context },
      requestParameters: { roleArn: role.roleArn, roleSessionName: sessionName },
    });
  }

  private makeSession(role: Role, sessionName: string, durationSeconds: number): Credentials {
    const now = this.props.clock.now();
    this.sweep(now);
    const { roleName, roleArn, roleId, tags } = role;
    const session: Credentials = {
      accessKeyId: uniqueId('ASIA', 20),
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(120).toString('base64'),
      expiration: now + durationSeconds * 1000,
      principal: { kind: 'role', accountId: roleArn.split(':')[4], roleName, roleArn, roleId, sessionName, tags },
    };
    this.sessions.put(session.accessKeyId, session);
    return session;
  }

  private sweep(now: number): void {
    if (now - this.sweptAt < SWEEP_MILLISECONDS) return;
    this.sweptAt = now;
    for (const [key, { expiration }] of this.sessions.entries()) {
      if (expiration! + KEPT_MILLISECONDS <= now) this.sessions.delete(key);
    }
  }
}

function resourceTags({ tags }: Role): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}
