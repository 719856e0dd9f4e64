import { SERVICE_MESSAGE } from '../../../lib/spec/service-messages';
import { Caller, NetworkPath, Principal } from '../../access/model';
import { CloudIdentity, Sts } from '../../services';
import { AwsError } from '../wire/aws-error';
import { SERVICE_NETWORK } from './network';
import { refused } from './validation';

const SERVICE: Caller = { principal: { kind: 'service', service: 'sagemaker.amazonaws.com' }, network: SERVICE_NETWORK, secureTransport: true };
/** Name of the sessions that the service makes of execution roles. */
const SESSION_NAME = 'SageMaker';

/** Assumes execution roles as the service does: with the account and the ARN of what it acts for. */
export class RoleSessions {
  constructor(private readonly sts: Sts, private readonly identity: CloudIdentity) {}

  assume(roleArn: string, sourceArn: string): Principal {
    try {
      return this.sts.assumeRole({
        caller: SERVICE,
        roleArn,
        sessionName: SESSION_NAME,
        context: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': this.identity.accountId },
      }).principal;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw refused(SERVICE_MESSAGE.couldNotAssumeRole.say(roleArn));
    }
  }
}

/** A role's session on a network path. A service role is no forward access session: there is no `viaService`. */
export function sessionOn(principal: Principal, network: NetworkPath): Caller {
  return { principal, network, secureTransport: true };
}
