import type { Rule } from 'eslint';

/** APPSYNC_JS refuses `new` at deployment, and AWS's plugin misses it. */
export const appsyncNoNew: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Disallow `new` in code that APPSYNC_JS runs' },
    schema: [],
    messages: { noNew: 'APPSYNC_JS has no `new`: use object and array literals, and `util.time` for times.' },
  },
  create(context) {
    return {
      NewExpression: (node) => {
        context.report({ node, messageId: 'noNew' });
      },
    };
  },
};
