import { LAUNCHER_ENVIRONMENT } from '../spec/custom-resource';

/** What the function was configured with. */
export interface Environment {
  readonly answerKeyArn: string;
  readonly region: string;
}

/** Reads the environment by the names that the construct writes; a missing one is named. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const read = (name: string): string => {
    const value = variables[name];
    if (!value) throw new Error(`environment variable ${name} must be set; let the construct make the function`);
    return value;
  };
  return { answerKeyArn: read(LAUNCHER_ENVIRONMENT.answerKeyArn), region: read('AWS_REGION') };
}
