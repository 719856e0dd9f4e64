import { OPERATORS } from './choice-rule';
import { Catcher, ChoiceRule, Retrier, State, StateMachineDefinition } from './definition';
import { expressionProblems, templateProblems } from './evaluate';
import { InvalidPathError } from './json-path';
import { referenceKeys } from './reference-path';
import { STATE_FIELDS, unemulated } from './state-fields';

/** Says what is wrong with a Task state's resource or parameters, if anything. */
export type TaskCheck = (resource: string, parameters: unknown) => string | undefined;

export interface DefinitionProblem {
  /** `/States/Poll/Next` */
  readonly path: string;
  readonly message: string;
}

const PATH_FIELDS = ['InputPath', 'OutputPath', 'ItemsPath', 'SecondsPath', 'TimestampPath', 'TimeoutSecondsPath', 'ErrorPath', 'CausePath'] as const;
const TEMPLATE_FIELDS = ['Parameters', 'ResultSelector', 'ItemSelector'] as const;
const MACHINE_FIELDS = ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'];
const RETRY_FIELDS = ['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy', 'Comment'];
const CATCH_FIELDS = ['ErrorEquals', 'Next', 'ResultPath', 'Comment'];

/** Everything that is wrong with a definition, all at once. */
export function validateDefinition(definition: StateMachineDefinition, checkTask: TaskCheck): DefinitionProblem[] {
  return [...machineProblems(definition, '', checkTask)];
}

function* machineProblems(machine: StateMachineDefinition, at: string, checkTask: TaskCheck): Generator<DefinitionProblem> {
  if (typeof machine !== 'object' || machine === null || typeof machine.States !== 'object' || machine.States === null) {
    yield { path: at || '/', message: 'States and StartAt are required' };
    return;
  }
  yield* languageProblems(machine, at);
  const allowed = at.endsWith('ItemProcessor') ? [...MACHINE_FIELDS, 'ProcessorConfig'] : MACHINE_FIELDS;
  yield* strangers(machine, allowed, at);
  yield* processorProblems(machine, at);
  if (!(machine.StartAt in machine.States)) yield { path: `${at}/StartAt`, message: `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${machine.StartAt}` };
  for (const [name, state] of Object.entries(machine.States)) {
    const path = `${at}/States/${name}`;
    if (name.length > 80) yield { path, message: 'State name must be at most 80 characters long' };
    yield* stateProblems(state, path, Object.keys(machine.States), checkTask);
  }
}

function* languageProblems(holder: object, at: string): Generator<DefinitionProblem> {
  const language = (holder as { QueryLanguage?: unknown }).QueryLanguage;
  if (language !== undefined && language !== 'JSONPath') yield { path: `${at}/QueryLanguage`, message: `the local cloud does not emulate the query language ${language}: use JSONPath` };
}

function* processorProblems(machine: object, at: string): Generator<DefinitionProblem> {
  const mode = (machine as { ProcessorConfig?: { Mode?: string } }).ProcessorConfig?.Mode ?? 'INLINE';
  if (mode !== 'INLINE') yield { path: `${at}/ProcessorConfig/Mode`, message: `the local cloud does not emulate Map states of mode ${mode}` };
}

function* stateProblems(state: State, at: string, names: readonly string[], checkTask: TaskCheck): Generator<DefinitionProblem> {
  const fields = STATE_FIELDS[state.Type];
  if (!fields) {
    yield { path: `${at}/Type`, message: `Value is not one of ${Object.keys(STATE_FIELDS).join(', ')}: ${state.Type}` };
    return;
  }
  yield* languageProblems(state, at);
  yield* strangers(state, [...fields, 'QueryLanguage'], at);
  for (const field of PATH_FIELDS) {
    const text = state[field];
    if (typeof text === 'string') yield* expressionProblems(text, field).map((message) => ({ path: `${at}/${field}`, message }));
  }
  for (const field of TEMPLATE_FIELDS) yield* templateProblems(state[field]).map((message) => ({ path: `${at}/${field}`, message }));
  yield* resultPathProblems(state.ResultPath, at);
  yield* transitionProblems(state, at, names);
  for (const [index, retrier] of (state.Retry ?? []).entries()) yield* retrierProblems(retrier, `${at}/Retry[${index}]`);
  for (const [index, catcher] of (state.Catch ?? []).entries()) yield* catcherProblems(catcher, `${at}/Catch[${index}]`, names);
  yield* typeProblems(state, at, names, checkTask);
}

function* transitionProblems(state: State, at: string, names: readonly string[]): Generator<DefinitionProblem> {
  const ends = state.Type === 'Succeed' || state.Type === 'Fail' || state.Type === 'Choice';
  if (!ends && (state.Next === undefined) === (state.End !== true)) yield { path: at, message: 'exactly one of Next and End: true is required' };
  for (const [field, target] of [['Next', state.Next], ['Default', state.Default]] as const) {
    if (target !== undefined && !names.includes(target)) yield { path: `${at}/${field}`, message: `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${target}` };
  }
}

function* typeProblems(state: State, at: string, names: readonly string[], checkTask: TaskCheck): Generator<DefinitionProblem> {
  switch (state.Type) {
    case 'Task': {
      const wrong = typeof state.Resource === 'string' ? checkTask(state.Resource, state.Parameters) : 'Resource is required';
      if (wrong) yield { path: `${at}/Resource`, message: wrong };
      break;
    }
    case 'Wait': {
      const given = [state.Seconds, state.SecondsPath, state.Timestamp, state.TimestampPath].filter((value) => value !== undefined);
      if (given.length !== 1) yield { path: at, message: 'exactly one of Seconds, SecondsPath, Timestamp and TimestampPath is required' };
      break;
    }
    case 'Choice':
      if (!state.Choices?.length) yield { path: `${at}/Choices`, message: 'at least one choice is required' };
      for (const [index, rule] of (state.Choices ?? []).entries()) yield* ruleProblems(rule, `${at}/Choices[${index}]`, names, true);
      break;
    case 'Parallel':
      if (!state.Branches?.length) yield { path: `${at}/Branches`, message: 'at least one branch is required' };
      for (const [index, branch] of (state.Branches ?? []).entries()) yield* machineProblems(branch, `${at}/Branches[${index}]`, checkTask);
      break;
    case 'Map': {
      const field = state.ItemProcessor ? 'ItemProcessor' : 'Iterator';
      const processor = state[field];
      if (processor) yield* machineProblems(processor, `${at}/${field}`, checkTask);
      else yield { path: `${at}/ItemProcessor`, message: 'ItemProcessor is required' };
      break;
    }
    case 'Pass':
    case 'Succeed':
    case 'Fail':
      break;
  }
}

function* ruleProblems(rule: ChoiceRule, at: string, names: readonly string[], top: boolean): Generator<DefinitionProblem> {
  if (top && !names.includes(rule.Next ?? '')) yield { path: `${at}/Next`, message: `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${rule.Next}` };
  const { And, Or, Not, Variable, Next: _, Comment: __, ...comparison } = rule;
  const inner = [...(And ?? []), ...(Or ?? []), ...(Not ? [Not] : [])];
  for (const nested of inner) yield* ruleProblems(nested, at, names, false);
  const operators = Object.keys(comparison);
  for (const operator of operators.filter((name) => !OPERATORS.includes(name))) yield { path: `${at}/${operator}`, message: `unknown comparison operator ${operator}` };
  if (inner.length === 0 && (operators.length !== 1 || Variable === undefined)) yield { path: at, message: 'a rule needs Variable and exactly one comparison operator, or one of And, Or, Not' };
  if (Variable !== undefined) yield* expressionProblems(Variable, 'Variable').map((message) => ({ path: `${at}/Variable`, message }));
}

function* retrierProblems(retrier: Retrier, at: string): Generator<DefinitionProblem> {
  yield* strangers(retrier, RETRY_FIELDS, at);
  if (!retrier.ErrorEquals?.length) yield { path: `${at}/ErrorEquals`, message: 'at least one error name is required' };
  if (retrier.BackoffRate !== undefined && retrier.BackoffRate < 1) yield { path: `${at}/BackoffRate`, message: 'must be at least 1.0' };
  if (retrier.IntervalSeconds !== undefined && retrier.IntervalSeconds < 1) yield { path: `${at}/IntervalSeconds`, message: 'must be at least 1' };
}

function* catcherProblems(catcher: Catcher, at: string, names: readonly string[]): Generator<DefinitionProblem> {
  yield* strangers(catcher, CATCH_FIELDS, at);
  if (!catcher.ErrorEquals?.length) yield { path: `${at}/ErrorEquals`, message: 'at least one error name is required' };
  if (!names.includes(catcher.Next)) yield { path: `${at}/Next`, message: `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${catcher.Next}` };
  yield* resultPathProblems(catcher.ResultPath, at);
}

function* resultPathProblems(text: string | null | undefined, at: string): Generator<DefinitionProblem> {
  if (typeof text !== 'string') return;
  try {
    referenceKeys(text);
  } catch (error) {
    if (!(error instanceof InvalidPathError)) throw error;
    yield { path: `${at}/ResultPath`, message: error.message };
  }
}

function* strangers(holder: object, allowed: readonly string[], at: string): Generator<DefinitionProblem> {
  for (const field of Object.keys(holder)) {
    if (!allowed.includes(field)) yield { path: `${at}/${field}`, message: unemulated(field) };
  }
}
