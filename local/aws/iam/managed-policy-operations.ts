import { Authority } from '../../services';
import { notEmulated } from '../wire/aws-error';
import { Operations } from '../wire/http';
import { policyAnswer } from './iam-answers';
import { noSuchEntity } from './iam-errors';
import { required } from './iam-input';
import { IamService } from './iam-service';
import { encodePolicy } from './policy-document';

export function managedPolicyOperations({ roles, policies, identity }: IamService, authority: Pick<Authority, 'require'>): Operations {
  const attachments = (arn: string) => roles.list().filter((role) => role.attached.includes(arn)).length;
  return {
    CreatePolicy(input, { caller }) {
      const policyName = required(input, 'PolicyName');
      const resource = `arn:${identity.partition}:iam::${identity.accountId}:policy${input.Path ?? '/'}${policyName}`;
      authority.require({ caller, action: 'iam:CreatePolicy', resource });
      if (input.Tags !== undefined) throw notEmulated('tags on managed policies');
      const policy = policies.create({ policyName, document: required(input, 'PolicyDocument'), path: input.Path, description: input.Description });
      return { Policy: policyAnswer(policy, 0) };
    },
    GetPolicy(input, { caller }) {
      const arn = required(input, 'PolicyArn');
      authority.require({ caller, action: 'iam:GetPolicy', resource: arn });
      return { Policy: policyAnswer(policies.get(arn), attachments(arn)) };
    },
    GetPolicyVersion(input, { caller }) {
      const arn = required(input, 'PolicyArn');
      const wanted = required(input, 'VersionId');
      authority.require({ caller, action: 'iam:GetPolicyVersion', resource: arn });
      const { document, version, updateDate } = policies.get(arn);
      if (wanted !== version) throw noSuchEntity(`Policy ${arn} version ${wanted}`);
      return { PolicyVersion: { Document: encodePolicy(document), VersionId: version, IsDefaultVersion: true, CreateDate: updateDate } };
    },
  };
}
