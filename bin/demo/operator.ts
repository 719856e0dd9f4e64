import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { LocalCloud, SessionCredentials } from '../../local';
import { DATA_STACK } from './sample';

/** Credentials of the sample's operator role, which may bring photos in and read labels from outside the network. */
export async function asOperator(cloud: LocalCloud): Promise<SessionCredentials> {
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud.connection;
  const sts = new STSClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  const { Credentials: made } = await sts.send(new AssumeRoleCommand({ RoleArn: cloud.outputs(DATA_STACK).OperatorRoleArn, RoleSessionName: 'demo' }));
  sts.destroy();
  return { accessKeyId: made!.AccessKeyId!, secretAccessKey: made!.SecretAccessKey!, sessionToken: made!.SessionToken! };
}
