import { awsManagedPolicies } from './aws/iam/aws-managed-policies';
import { conditionOperators } from './access/conditions/registry';
import { compose, Composition } from './compose';
import { intrinsics, ruleIntrinsics } from './deploy/intrinsics';
import { serviceDoors } from './doors';
import { INTRINSICS } from './functions/states-language/intrinsic-functions';
import { STATE_FIELDS } from './functions/states-language/state-fields';
import { LANGUAGE_REMARKS, OPERATION_REMARKS, Remark, RESOURCE_REMARKS, SERVICES } from './promise-remarks';
import { resourceHandlers } from './resources/all';
import { systemClock } from './system-clock';

export interface OperationPromise {
  readonly name: string;
  /** Absent: answered as the service would, as far as is known. */
  readonly remark?: Remark;
}

export interface ServicePromise {
  readonly signingName: string;
  readonly title: string;
  /** What is refused of the service as a whole. */
  readonly refused: string;
  readonly operations: readonly OperationPromise[];
}

export interface ResourcePromise {
  readonly type: string;
  readonly properties: readonly string[];
  readonly recordedOnly: readonly string[];
  readonly remark?: string;
}

export interface LanguagePromise {
  readonly title: string;
  readonly known: readonly string[];
  readonly refused: string;
}

/** What the local cloud promises: everything that is not in here is refused by name. */
export interface Promises {
  readonly services: readonly ServicePromise[];
  readonly resources: readonly ResourcePromise[];
  readonly languages: readonly LanguagePromise[];
}

/** Read from the composed cloud itself, so that the list cannot differ from what is served. */
export async function readPromises(): Promise<Promises> {
  const cloud = inMemory();
  try {
    return {
      services: serviceDoors(cloud).map(({ signingName, operations }): ServicePromise => {
        if (!operations) throw new Error(`the door of ${signingName} does not say which operations it serves`);
        if (!Object.hasOwn(SERVICES, signingName)) throw new Error(`local/promise-remarks.ts has no title for the service ${signingName}`);
        const named = [...operations].sort().map((name): OperationPromise => ({ name, remark: OPERATION_REMARKS[`${signingName}:${name}`] }));
        return { signingName, ...SERVICES[signingName], operations: named };
      }),
      resources: resourceHandlers(cloud).map(({ type, properties, recordedOnly = [] }) => ({ type, properties, recordedOnly, remark: RESOURCE_REMARKS[type] })),
      languages: languages(),
    };
  } finally {
    // Both keep a temporary folder when there is none for state.
    cloud.lambda.close();
    cloud.s3.close();
  }
}

function languages(): LanguagePromise[] {
  const known: Record<keyof typeof LANGUAGE_REMARKS, readonly string[]> = {
    'CloudFormation intrinsic functions': Object.keys(intrinsics),
    'CloudFormation functions in Rules': Object.keys(ruleIntrinsics).filter((name) => !Object.hasOwn(intrinsics, name)),
    'IAM condition operators': conditionOperators.map(({ name }) => name),
    'AWS managed policies': Object.keys(awsManagedPolicies),
    'States of the States Language': Object.keys(STATE_FIELDS),
    'Intrinsic functions of the States Language': Object.keys(INTRINSICS),
  };
  return Object.entries(known).map(([title, names]) => ({ title, known: names, refused: LANGUAGE_REMARKS[title as keyof typeof LANGUAGE_REMARKS] }));
}

function inMemory(): Composition {
  return compose({
    identity: { partition: 'aws', region: 'us-east-1', accountId: '111122223333', urlSuffix: 'amazonaws.com' },
    clock: systemClock(), report: () => undefined, endpoint: () => '', containers: {}, waitScale: 1, developer: { accessKeyId: '', secretAccessKey: '' },
  });
}
