import { resolve } from './resolve';
import { Scope } from './intrinsics';
import { OutputRow } from './stack-rows';
import { StackStore } from './stack-store';
import { Template, validationError } from './template';

/** Outputs whose condition holds. */
export function outputRows(template: Template, scope: Scope): OutputRow[] {
  return Object.entries(template.Outputs ?? {})
    .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
    .map(([key, { Value, Description, Export }]) => {
      const value = resolve(Value, scope);
      if (Array.isArray(value) || typeof value === 'object' || value === undefined) throw validationError(`Template format error: Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`);
      return { key, value: String(value), description: Description, ...(Export && { exportName: String(resolve(Export.Name, scope)) }) };
    });
}

/** Throws when an export that others read would go or change, or a name is taken. */
export function checkExports(store: StackStore, stackId: string, before: readonly OutputRow[], after: readonly OutputRow[]): void {
  for (const { exportName, value } of after) {
    if (exportName === undefined) continue;
    const taken = store.exports().find(({ name, stack }) => name === exportName && stack.stackId !== stackId);
    if (taken) throw validationError(`Export with name ${exportName} is already exported by stack ${taken.stack.stackName}`);
    const old = before.find((row) => row.exportName === exportName);
    const readers = old && old.value !== value ? store.importers(exportName) : [];
    if (readers.length > 0) throw validationError(`Export ${exportName} cannot be updated as it is in use by ${names(readers)}`);
  }
  const problem = exportInUse(store, before.filter((old) => !after.some((row) => row.exportName === old.exportName)));
  if (problem) throw validationError(problem);
}

/** Why the outputs cannot go, if so. */
export function exportInUse(store: StackStore, outputs: readonly OutputRow[]): string | undefined {
  for (const { exportName } of outputs) {
    const readers = exportName === undefined ? [] : store.importers(exportName);
    if (readers.length > 0) return `Export ${exportName} cannot be deleted as it is in use by ${names(readers)}`;
  }
  return undefined;
}

function names(readers: readonly string[]): string {
  return readers.length === 1 ? readers[0] : `${readers.slice(0, -1).join(', ')} and ${readers.at(-1)}`;
}
