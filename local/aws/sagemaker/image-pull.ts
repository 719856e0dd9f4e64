import { SERVICE_MESSAGE } from '../../../lib/spec/service-messages';
import { Caller } from '../../access/model';
import { AccessCall, Authority, CloudIdentity } from '../../services';

/** Registry account, region and repository of an ECR image URI. */
const ECR_IMAGE = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+\/([^:@]+)(?:[:@].*)?$/;
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'];

/**
 * Asks whether the role may pull the image; gives the service's words when it may not. No layer is pulled: the containers
 * file gives the process. A repository of another account is taken to let everybody pull, as those of AWS do.
 */
export function refusedPull(image: string, caller: Caller, roleArn: string, { authority, identity }: { authority: Authority; identity: CloudIdentity }): string | undefined {
  const match = ECR_IMAGE.exec(image);
  if (!match) return undefined; // no ECR image: nothing that a policy decides
  const [, account, region, repository] = match;
  const isForeign = account !== identity.accountId;
  const calls: AccessCall[] = [
    { caller, action: 'ecr:GetAuthorizationToken', resource: '*' },
    ...PULL.map((action): AccessCall => ({
      caller,
      action,
      resource: `arn:${identity.partition}:ecr:${region}:${account}:repository/${repository}`,
      ...(isForeign && { resourceAccount: account, resourcePolicy: [openRepository(repository)] }),
    })),
  ];
  return calls.every((call) => authority.decide(call).allowed) ? undefined : SERVICE_MESSAGE.imagePullDenied.say(roleArn, image);
}

function openRepository(repository: string) {
  return { name: `repository ${repository}`, document: { Statement: { Effect: 'Allow' as const, Principal: '*' as const, Action: PULL } } };
}
