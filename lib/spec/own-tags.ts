import { JOB_TAG } from './custom-resource';
import { LIMITS } from './table';
import { TransformJobSpec } from './transform-job-spec';
import { Violation } from './violation';

const OWN_TAGS = Object.keys(JOB_TAG).length;

/** The launcher adds its own tags to each job: a request that uses up the service's room leaves none for them. */
export function roomForOwnTags({ Tags: tags = [] }: Pick<TransformJobSpec, 'Tags'>): Violation[] {
  const room = LIMITS.tags - OWN_TAGS;
  // More than the service takes is another rule's finding.
  if (tags.length <= room || tags.length > LIMITS.tags) return [];
  return [{ rule: 'own-tags', path: 'Tags', property: 'tags', value: `${tags.length} tags`, must: `must be at most ${room}, as the launcher adds ${OWN_TAGS}`, mend: 'remove some' }];
}
