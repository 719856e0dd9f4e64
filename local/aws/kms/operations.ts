import { Operations } from '../wire/http';
import { aliasOperations } from './alias-operations';
import { cryptographicOperations } from './cryptographic-operations';
import { grantOperations } from './grant-operations';
import { keyOperations } from './key-operations';
import { KmsService } from './kms-service';

/** Wire: JSON 1.1, `X-Amz-Target: TrentService.<Operation>`. */
export function kmsOperations(kms: KmsService): Operations {
  return { ...keyOperations(kms), ...aliasOperations(kms), ...cryptographicOperations(kms), ...grantOperations(kms) };
}
