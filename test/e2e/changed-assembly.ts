import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, any>;
}
export interface Template {
  readonly Resources: Record<string, Resource>;
}
/** Gives the text of the template that is to be deployed. */
export type Change = (template: Template) => Template | string;

/**
 * A copy of a cloud assembly in which one stack has another template, and another name if wanted. The template's asset gets
 * the hash of its content, for the CLI does not upload what is in the bucket already.
 */
export function changedAssembly({ assembly, to, stack, stackName, change }: { assembly: string; to: string; stack: string; stackName: string; change: Change }): string {
  fs.cpSync(assembly, to, { recursive: true });
  const read = (name: string) => JSON.parse(fs.readFileSync(path.join(to, name), 'utf8'));
  const changed = change(read(`${stack}.template.json`) as Template);
  const text = typeof changed === 'string' ? changed : JSON.stringify(changed);
  if (text === JSON.stringify(read(`${stack}.template.json`))) throw new Error(`the template of ${stack} was to be changed, and is as it was`);
  fs.writeFileSync(path.join(to, `${stack}.template.json`), text);

  const manifest = read('manifest.json');
  const { properties } = manifest.artifacts[stack];
  const [, old] = /([0-9a-f]{64})\.json$/.exec(properties.stackTemplateAssetObjectUrl)!;
  const fresh = createHash('sha256').update(text).digest('hex');
  properties.stackTemplateAssetObjectUrl = properties.stackTemplateAssetObjectUrl.replace(old, fresh);
  properties.stackName = stackName;
  fs.writeFileSync(path.join(to, 'manifest.json'), JSON.stringify(manifest));
  const assets = fs.readFileSync(path.join(to, `${stack}.assets.json`), 'utf8');
  fs.writeFileSync(path.join(to, `${stack}.assets.json`), assets.replaceAll(old, fresh));
  return to;
}

/** The only resource of a type. */
export function only(template: Template, type: string, id = /./): Resource {
  const found = Object.entries(template.Resources).filter(([logicalId, resource]) => resource.Type === type && id.test(logicalId));
  if (found.length !== 1) throw new Error(`one ${type} like ${id} is wanted, there are ${found.length}`);
  return found[0][1];
}
