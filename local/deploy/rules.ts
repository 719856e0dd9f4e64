import { ruleIntrinsics, Scope } from './intrinsics';
import { resolve } from './resolve';
import { Template, validationError } from './template';

/** Throws unless the parameters keep all Rules of the template; CDK's bootstrap version check is one. */
export function checkRules(template: Template, scope: Scope): void {
  const broken: string[] = [];
  for (const [name, rule] of Object.entries(template.Rules ?? {})) {
    if (rule.RuleCondition !== undefined && resolve(rule.RuleCondition, scope, ruleIntrinsics) !== true) continue;
    for (const { Assert, AssertDescription } of rule.Assertions ?? []) {
      if (resolve(Assert, scope, ruleIntrinsics) !== true) broken.push(`${name}: ${AssertDescription ?? 'assertion failed'}`);
    }
  }
  if (broken.length > 0) throw validationError(`Template validation error: Rules are not kept: ${broken.join('; ')}`);
}
