import { Names } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { JOB_NAME_PREFIX_LENGTH, namePrefix } from '../spec/job-name';
import { Violation } from '../spec/violation';

/** Start of the job's name: what was asked for, or the construct's path with a hash where it is cut. */
export function jobNamePrefix(scope: IConstruct, wanted: string | undefined): string {
  return wanted ?? namePrefix(Names.uniqueResourceName(scope, { maxLength: JOB_NAME_PREFIX_LENGTH, separator: '-' }));
}

/** A prefix stands in the launcher's policy as it is, so it must be legal as it is. */
export function checkNamePrefix(wanted: string | undefined): Violation[] {
  if (wanted === undefined || (wanted !== '' && namePrefix(wanted) === wanted)) return [];
  return [{ rule: 'name-prefix', path: 'transformJobNamePrefix', property: 'transformJobNamePrefix', value: `'${wanted}'`, must: `must have lower-case letters, digits and single inner hyphens, known at synth, at most ${JOB_NAME_PREFIX_LENGTH}`, mend: `for example '${namePrefix(wanted)}'` }];
}
