import { functionRules } from './rules-of-functions.ts';
import { nameRules } from './rules-of-names.ts';
import type { Rule } from './rule.ts';
import { syntaxRules } from './rules-of-syntax.ts';

/**
 * What AppSync refuses in a module, but for what concerns the module as a whole (see `checkCode`). Where AWS's ESLint
 * plugin has the rule, name and message are the plugin's.
 */
export const rules: Readonly<Record<string, Rule>> = { ...syntaxRules, ...nameRules, ...functionRules };
