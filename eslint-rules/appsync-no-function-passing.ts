import appsync from '@aws-appsync/eslint-plugin';
import type { Rule } from 'eslint';
import ts from 'typescript';
import type { NodeOf } from './nodes.ts';
import type { TypedServices } from './typed-services.ts';

const CALLBACK_METHODS = [
  ...['every', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap', 'forEach', 'map'],
  ...['reduce', 'reduceRight', 'some'],
];

const inner = appsync.rules?.['no-function-passing'] as Rule.RuleModule;

/** AWS's rule, which takes `map` of an array that is read-only in TypeScript for something else than `map`. */
export const appsyncNoFunctionPassing: Rule.RuleModule = {
  ...inner,
  create(context) {
    const listener = inner.create(context);
    const services = context.sourceCode.parserServices as TypedServices;

    function isReadonlyArrayCallback({ callee }: NodeOf<'CallExpression'>): boolean {
      const expression = services.esTreeNodeToTSNodeMap?.get(callee);
      const symbol = expression && services.program?.getTypeChecker().getSymbolAtLocation(expression);
      const parent = symbol?.valueDeclaration?.parent;
      if (!symbol || !parent || !ts.isInterfaceDeclaration(parent)) return false;
      return parent.name.text === 'ReadonlyArray' && CALLBACK_METHODS.includes(symbol.name);
    }

    return {
      ...listener,
      CallExpression: (node) => {
        if (!isReadonlyArrayCallback(node)) listener.CallExpression?.(node);
      },
    };
  },
};
