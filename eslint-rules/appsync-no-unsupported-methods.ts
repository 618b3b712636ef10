import type { Rule } from 'eslint';
import type { NodeOf } from './nodes.ts';

type Expression = NodeOf<'MemberExpression'>['object'];

/**
 * Methods missing on the "Supported runtime features" page of the AppSync developer guide that AWS's plugin lets
 * pass. By name alone: apart from the runtime's own `util.str.normalize`, nothing that a resolver touches has other
 * methods of these names.
 */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['apply', 'call the function by its name'],
  ['bind', 'call the function by its name'],
  ['call', 'call the function by its name'],
  ['at', 'use an index'],
  ['codePointAt', 'compare strings'],
  ['match', 'use `util.matches`'],
  ['normalize', 'normalize in a Lambda function'],
  ['substr', 'use `slice`'],
  ['substring', 'use `slice`'],
  ['toReversed', 'use `reverse` on a copy'],
  ['toSorted', 'use `sort` on a copy'],
  ['toSpliced', 'use `splice` on a copy'],
  ['toWellFormed', 'check in a Lambda function'],
  ['with', 'use `map`'],
]);

export const appsyncNoUnsupportedMethods: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Disallow methods that APPSYNC_JS does not have' },
    schema: [],
    messages: { unsupported: 'APPSYNC_JS has no `.{{name}}()`: {{instead}}.' },
  },
  create(context) {
    return {
      CallExpression: ({ callee }) => {
        if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return;
        if (isUtil(callee.object)) return;
        const { name } = callee.property;
        const instead = INSTEAD.get(name);
        if (instead) context.report({ node: callee.property, messageId: 'unsupported', data: { name, instead } });
      },
    };
  },
};

function isUtil(object: Expression): boolean {
  if (object.type === 'MemberExpression') return isUtil(object.object);
  return object.type === 'Identifier' && object.name === 'util';
}
