import { jobName } from '../spec/job-name';
import { Environment } from './environment';
import { CustomResourceEvent } from './event';
import { explain, Operation } from './explain';
import { JobProperties } from './properties';
import { serviceError } from './service-error';

/** A request for a job, read and named. */
export interface WantedJob {
  readonly event: CustomResourceEvent;
  readonly properties: JobProperties;
  readonly name: string;
  readonly hash: string;
}

/** The name that the request's content gives. */
export function wantedName(event: CustomResourceEvent, properties: JobProperties): string {
  return jobName({ namePrefix: properties.namePrefix, stackId: event.StackId, logicalId: event.LogicalResourceId, request: properties.request, trigger: properties.trigger });
}

/** Why a call for this job did not come to what was wanted. */
export function explainRefusal({ properties, name }: WantedJob, operation: Operation, thrown: unknown, environment: Environment): string {
  return explain({ operation, error: serviceError(thrown), surroundings: properties.surroundings, region: environment.region, jobName: name, request: properties.request });
}
