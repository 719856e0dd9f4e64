import { Principal } from '../../access/model';
import { Clock, CloudIdentity } from '../../services';
import { Table } from '../../store/table';
import { noSuchEntity } from './iam-errors';
import { uniqueId } from './unique-id';

export interface User {
  readonly userName: string;
  readonly arn: string;
  readonly userId: string;
  readonly createDate: string;
  readonly attached: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** The one person of the local account: she runs the CDK and may do everything that no policy denies. */
export const DEVELOPER = 'developer';

export class Users {
  private readonly table: Table<User>;

  constructor(folder: string | undefined, identity: CloudIdentity, clock: Pick<Clock, 'now'>) {
    this.table = Table.open<User>(folder, 'iam-users');
    if (this.table.has(DEVELOPER)) return;
    this.table.put(DEVELOPER, {
      userName: DEVELOPER,
      arn: `arn:${identity.partition}:iam::${identity.accountId}:user/${DEVELOPER}`,
      userId: uniqueId('AIDA'),
      createDate: new Date(clock.now()).toISOString(),
      attached: [`arn:${identity.partition}:iam::aws:policy/AdministratorAccess`],
      tags: {},
    });
  }

  find(userName: string): User | undefined {
    return this.table.get(userName);
  }

  get(userName: string): User {
    const user = this.find(userName);
    if (!user) throw noSuchEntity(`The user with name ${userName}`);
    return user;
  }

  principal(userName: string): Principal & { readonly kind: 'user' } {
    const { arn, userId, tags } = this.get(userName);
    return { kind: 'user', accountId: arn.split(':')[4], userName, arn, userId, tags };
  }

  close(): void {
    this.table.close();
  }
}
