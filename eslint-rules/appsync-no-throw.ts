import type { Rule } from 'eslint';

/** APPSYNC_JS refuses `throw` at deployment, and AWS's plugin misses it. */
export const appsyncNoThrow: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Disallow `throw` in code that APPSYNC_JS runs' },
    schema: [],
    messages: { noThrow: 'APPSYNC_JS has no `throw`: end the field by `util.error(message, type)`.' },
  },
  create(context) {
    return {
      ThrowStatement: (node) => {
        context.report({ node, messageId: 'noThrow' });
      },
    };
  },
};
