import type { Rule } from 'eslint';
import ts from 'typescript';
import { enclosing, type NodeOf } from './nodes.ts';
import type { TypedServices } from './typed-services.ts';

type CallExpression = NodeOf<'CallExpression'>;

/** Refuses `a ?? util.error(…)`: APPSYNC_JS evaluates the right side also when it isn't needed, and so always fails. */
export const appsyncNoNullishError: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Disallow ending a field on the right of `??`' },
    schema: [],
    messages: {
      nullishError:
        'APPSYNC_JS runs the right side of `??` even when it is not needed, and this ends the field: write an `if`.',
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices as TypedServices;

    /** Our own judgments end a field too: their type says so. */
    function returnsNever(node: CallExpression): boolean {
      const expression = services.program ? services.esTreeNodeToTSNodeMap?.get(node) : undefined;
      if (!services.program || !expression) return false;
      return (services.program.getTypeChecker().getTypeAtLocation(expression).flags & ts.TypeFlags.Never) !== 0;
    }

    return {
      CallExpression: (node) => {
        if (!endsField(node) && !returnsNever(node)) return;
        if (standsRightOfNullish(node)) context.report({ node, messageId: 'nullishError' });
      },
    };
  },
};

function endsField({ callee }: CallExpression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'util' &&
    callee.property.type === 'Identifier' &&
    ['error', 'unauthorized'].includes(callee.property.name)
  );
}

function standsRightOfNullish(node: Rule.Node): boolean {
  return enclosing(node).some(
    ({ child, parent }) =>
      (parent.type === 'LogicalExpression' && parent.operator === '??' && parent.right === child) ||
      (parent.type === 'AssignmentExpression' && parent.operator === '??=' && parent.right === child),
  );
}
