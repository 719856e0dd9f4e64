import { JobSurroundings } from '../../spec/custom-resource';
import { TransformJobSpec } from '../../spec/transform-job-spec';
import { LauncherPorts } from '../ports';

/** What is checked before money is spent. */
export interface Subject {
  readonly request: TransformJobSpec;
  readonly surroundings: JobSurroundings;
  readonly region: string;
}
export type PreflightPorts = Pick<LauncherPorts, 'ec2' | 'kms' | 'sagemaker'>;

/**
 * What a check found. `problem` stops the deployment; `unknown` does not: the launcher may lack a permission that
 * the job does not need.
 */
export type Finding = { readonly verdict: 'problem' | 'unknown'; readonly text: string };

export interface Check {
  readonly id: string;
  /** Empty: all is well, or there is nothing to check. What it throws counts as `unknown`. */
  look(subject: Subject, ports: PreflightPorts): Promise<readonly Finding[]>;
}

export function problem(text: string): Finding {
  return { verdict: 'problem', text };
}

export function unknown(text: string): Finding {
  return { verdict: 'unknown', text };
}
