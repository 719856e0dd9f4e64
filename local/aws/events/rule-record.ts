import { TargetInput } from './target-input';

/** A rule in the words of its API. */
export interface RuleRecord {
  readonly Name: string;
  readonly Arn: string;
  readonly Description?: string;
  readonly State: 'ENABLED' | 'DISABLED';
  readonly EventPattern: Readonly<Record<string, unknown>>;
  readonly Targets: readonly RuleTarget[];
}

export interface RuleTarget extends TargetInput {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
}
