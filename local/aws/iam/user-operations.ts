import { Authority } from '../../services';
import { Operations } from '../wire/http';
import { userAnswer } from './iam-answers';
import { validationError } from './iam-errors';
import { IamService } from './iam-service';

export function userOperations({ users, identity }: IamService, authority: Pick<Authority, 'require'>): Operations {
  return {
    /** Without a name the caller herself is meant. */
    GetUser(input, { caller }) {
      const self = caller.principal.kind === 'user' ? caller.principal.userName : undefined;
      const name: string | undefined = input.UserName ?? self;
      if (name === undefined) throw validationError('Must specify userName when calling with non-User credentials');
      const resource = users.find(name)?.arn ?? `arn:${identity.partition}:iam::${identity.accountId}:user/${name}`;
      authority.require({ caller, action: 'iam:GetUser', resource });
      return { User: userAnswer(users.get(name)) };
    },
  };
}
