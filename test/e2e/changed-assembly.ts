import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, any>;
}
export interface Template {
  readonly Resources: Record<string, Resource>;
}
/** Changes the template in place, or gives another text. */
export type Change = (template: Template, text: string) => string | void;

/**
 * A copy of a cloud assembly in which one stack has another template, or another name. The template's asset gets the hash
 * of its content, for the CLI does not upload what is in the bucket already.
 */
export function changedAssembly({ assembly, to, stack, stackName, change }: { assembly: string; to: string; stack: string; stackName: string; change: Change }): string {
  fs.cpSync(assembly, to, { recursive: true });
  const rewrite = (name: string, edit: (text: string) => string) => fs.writeFileSync(path.join(to, name), edit(fs.readFileSync(path.join(to, name), 'utf8')));
  let hash = '';
  rewrite(`${stack}.template.json`, (written) => {
    const template = JSON.parse(written) as Template;
    const before = JSON.stringify(template);
    const text = change(template, before) ?? JSON.stringify(template);
    if (text === before && stackName === stack) throw new Error(`${stack} was to be changed, and is as it was`);
    hash = createHash('sha256').update(text).digest('hex');
    return text;
  });
  let old = '';
  rewrite('manifest.json', (written) => {
    const manifest = JSON.parse(written);
    const { properties } = manifest.artifacts[stack];
    [, old] = /([0-9a-f]{64})\.json$/.exec(properties.stackTemplateAssetObjectUrl)!;
    properties.stackTemplateAssetObjectUrl = properties.stackTemplateAssetObjectUrl.replace(old, hash);
    properties.stackName = stackName;
    return JSON.stringify(manifest);
  });
  rewrite(`${stack}.assets.json`, (written) => written.replaceAll(old, hash));
  return to;
}

/** Properties of the only resource of a type. */
export function only(template: Template, type: string): Record<string, any> {
  const found = Object.values(template.Resources).filter(({ Type }) => Type === type);
  if (found.length !== 1) throw new Error(`one ${type} is wanted, there are ${found.length}`);
  return found[0].Properties;
}

/** Takes actions, on resources that the word is found in, out of a policy; a statement that allows nothing more goes. */
export function withdraw(policy: { Statement: Array<Record<string, any>> }, actions: readonly string[], word = ''): void {
  policy.Statement = policy.Statement.flatMap((statement) => {
    if (statement.Effect !== 'Allow' || ![statement.Action].flat().some((action: string) => actions.includes(action))) return [statement];
    const kept = [statement.Resource].flat().filter((resource) => !JSON.stringify(resource).includes(word));
    return kept.length > 0 ? [{ ...statement, Resource: kept }] : [];
  });
}
