import { CREATE_RULES } from './explain-rules-create';
import { RUN_RULES } from './explain-rules-run';
import { Rule } from './explain';

/** Every failure that is recognised. The first that matches wins. */
export const RULES: readonly Rule[] = [...CREATE_RULES, ...RUN_RULES];
