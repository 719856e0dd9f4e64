import { SERVICE_MESSAGE } from '../spec/service-messages';
import { isDenied, ServiceError } from './service-error';

/** A refusal, and how long it may come from a policy or role that is not in force everywhere yet. */
interface Refusal {
  readonly id: string;
  readonly recognises: (error: ServiceError) => boolean;
  readonly seconds: number;
}

/** IAM needs 10 to 30 s, at times more, until SageMaker sees a new role. */
const LONGEST = 120;

function says(id: string, text: RegExp, seconds: number): Refusal {
  return { id, recognises: ({ message }) => text.test(message), seconds };
}

/**
 * The first that recognises the error decides. AWS's messages name the kind of policy that refused: a statement that
 * denies, an endpoint's policy and an organisation's do not come with the role, so waiting for IAM would be in vain.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws (its retry list for SageMaker)
 */
const REFUSALS: readonly Refusal[] = [
  says('explicit-deny', /with an explicit deny/, 0),
  says('endpoint-policy', /no VPC endpoint policy allows/, 0),
  says('organisation', /no (service|resource) control policy allows/, 0),
  says('identity-policy', /no identity-based policy allows/, LONGEST),
  says('role', SERVICE_MESSAGE.couldNotAssumeRole.pattern, LONGEST),
  says('input-refused', new RegExp(`${SERVICE_MESSAGE.noObjects.pattern.source}.*Error message from S3`, 's'), LONGEST),
  // Without a word from S3 there is most likely nothing to be found; a delay of IAM shows like this as well.
  says('no-input', SERVICE_MESSAGE.noObjects.pattern, 30),
  says('access-key', /The AWS Access Key Id you provided does not exist in our records/, LONGEST),
  says('image', /Access denied when describing algorithm/, LONGEST),
  { id: 'denied', recognises: isDenied, seconds: LONGEST },
];

/** The refusal that time may cure, with the seconds that are worth waiting; undefined for every other error. */
export function youngIam(error: ServiceError): Pick<Refusal, 'id' | 'seconds'> | undefined {
  return REFUSALS.find(({ recognises }) => recognises(error));
}
