import { notEmulated } from '../wire/aws-error';

const list = <T>(value: T | readonly T[] | undefined): readonly T[] => (value === undefined ? [] : ([value].flat() as T[]));

/** The members of a rule of AWS::S3::Bucket and how each is written in the API's document. */
const RULE: Readonly<Record<string, (value: any, rule: any) => Record<string, unknown>>> = {
  Id: (value) => ({ ID: value }),
  Status: (value) => ({ Status: value }),
  Prefix: () => ({}), // part of the filter
  TagFilters: () => ({}),
  ObjectSizeGreaterThan: () => ({}),
  ObjectSizeLessThan: () => ({}),
  ExpirationInDays: (value) => ({ Expiration: { Days: value } }),
  ExpirationDate: (value) => ({ Expiration: { Date: value } }),
  ExpiredObjectDeleteMarker: (value) => ({ Expiration: { ExpiredObjectDeleteMarker: value } }),
  AbortIncompleteMultipartUpload: (value) => ({ AbortIncompleteMultipartUpload: value }),
  NoncurrentVersionExpiration: (value) => ({ NoncurrentVersionExpiration: value }),
  NoncurrentVersionExpirationInDays: (value) => ({ NoncurrentVersionExpiration: { NoncurrentDays: value } }),
  Transitions: (value) => ({ Transition: list<any>(value).map(({ StorageClass, TransitionInDays, TransitionDate }) => ({ Days: TransitionInDays, Date: TransitionDate, StorageClass })) }),
  NoncurrentVersionTransitions: (value) => ({
    NoncurrentVersionTransition: list<any>(value).map(({ StorageClass, TransitionInDays, NewerNoncurrentVersions }) => ({ NoncurrentDays: TransitionInDays, NewerNoncurrentVersions, StorageClass })),
  }),
};

function filter(rule: any): Record<string, unknown> {
  const conditions = {
    Prefix: rule.Prefix,
    Tag: list<any>(rule.TagFilters).map(({ Key, Value }) => ({ Key, Value })),
    ObjectSizeGreaterThan: rule.ObjectSizeGreaterThan,
    ObjectSizeLessThan: rule.ObjectSizeLessThan,
  };
  const count = conditions.Tag.length + [conditions.Prefix, conditions.ObjectSizeGreaterThan, conditions.ObjectSizeLessThan].filter((value) => value !== undefined).length;
  return count > 1 ? { And: conditions } : count === 0 ? { Prefix: '' } : conditions;
}

/** A template's LifecycleConfiguration as the members of the document that GetBucketLifecycleConfiguration shows. */
export function lifecycleFromTemplate(configuration: { readonly Rules?: readonly any[] }): Record<string, unknown> {
  return {
    Rule: list(configuration.Rules).map((rule) => {
      const unknown = Object.keys(rule).find((member) => !RULE[member]);
      if (unknown) throw notEmulated(`LifecycleConfiguration.Rules.${unknown} of AWS::S3::Bucket`);
      return { ...Object.assign({}, ...Object.entries(rule).map(([member, value]) => RULE[member](value, rule))), Filter: filter(rule) };
    }),
  };
}
