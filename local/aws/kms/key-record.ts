import { PolicyDocument } from '../../access/model';

export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion';

/** A symmetric key as it is kept. The material never leaves the service. */
export interface KeyRecord {
  readonly keyId: string;
  readonly keyArn: string;
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly description: string;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly state: KeyState;
  /** Epoch milliseconds; set while the deletion is pending. */
  readonly deletion?: number;
  readonly rotation: boolean;
  readonly policy: PolicyDocument;
  readonly tags: Readonly<Record<string, string>>;
  /** 256 bits, base64. */
  readonly material: string;
}

export interface AliasRecord {
  /** With its `alias/`. */
  readonly name: string;
  readonly keyId: string;
  /** Epoch milliseconds. */
  readonly created: number;
}
