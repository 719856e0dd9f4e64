import { LIMITS } from '../../../lib/spec/table';
import { badData } from '../object-failure';

/** Rule 29: a record over the bound is an error; it is neither cut nor sent. */
export function tooLarge(limit: number) {
  return badData(`a record is larger than MaxPayloadInMB=${limit / LIMITS.payloadUnitBytes} (${limit} bytes); raise MaxPayloadInMB or split the object into smaller records`);
}
