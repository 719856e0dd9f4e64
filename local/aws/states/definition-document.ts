import { StateMachineDefinition } from '../../functions/states-language/definition';
import { TaskCheck, validateDefinition } from '../../functions/states-language/validate-definition';
import { AwsError } from '../wire/aws-error';

/** Replaces `${name}` by the values of DefinitionSubstitutions; other `${…}` stay. */
export function substitute(definition: string, substitutions: Readonly<Record<string, unknown>> = {}): string {
  return definition.replace(/\$\{([a-zA-Z0-9_]+)\}/g, (whole, name: string) => (Object.hasOwn(substitutions, name) ? String(substitutions[name]) : whole));
}

/** Reads and checks a definition; all mistakes come in one error. */
export function parseDefinition(text: string, checkTask: TaskCheck): StateMachineDefinition {
  let definition: StateMachineDefinition;
  try {
    definition = JSON.parse(text) as StateMachineDefinition;
  } catch (error) {
    throw invalid(`INVALID_JSON_DESCRIPTION: ${(error as Error).message}`);
  }
  const problems = validateDefinition(definition, checkTask);
  if (problems.length) throw invalid(problems.map(({ path, message }) => `SCHEMA_VALIDATION_FAILED: ${message} at ${path}`).join(', '));
  return definition;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${message}'`);
}
