import type { AnyNode } from 'acorn';
import type { Rule } from './rule.ts';
import { isFunction } from './scopes.ts';

function noNode(types: readonly AnyNode['type'][], message: string): Rule {
  return (node) => (types.includes(node.type) ? message : undefined);
}

function noOperator(...operators: readonly string[]): Rule {
  return (node) =>
    'operator' in node && operators.includes(node.operator)
      ? `The operator ${node.operator} is not supported`
      : undefined;
}

/** The language, as far as APPSYNC_JS lacks it. */
export const syntaxRules: Readonly<Record<string, Rule>> = {
  'no-for': noNode(['ForStatement'], 'For statements are not supported.'),
  'no-while': noNode(['WhileStatement'], 'While statements are not supported.'),
  'no-do-while': noNode(['DoWhileStatement'], 'do...while statements are not supported.'),
  'no-continue': noNode(['ContinueStatement'], 'Continue statements are not supported'),
  'no-labels': noNode(['LabeledStatement'], 'Labeled statements are not supported.'),
  'no-try': noNode(['TryStatement'], 'Try statements are not supported.'),
  'no-throw': noNode(['ThrowStatement'], 'Throw statements are not supported. Use util.error().'),
  'no-classes': noNode(['ClassDeclaration', 'ClassExpression'], 'Class declarations are not supported.'),
  'no-this': noNode(['ThisExpression'], 'This expressions are not supported.'),
  'no-new': noNode(['NewExpression'], 'new is not supported'),
  'no-await': (node) =>
    node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await)
      ? 'The `await` keyword is not supported'
      : undefined,
  'no-async': (node) => (isFunction(node) && node.async ? 'Async functions are not supported.' : undefined),
  'no-generators': (node) =>
    isFunction(node) && node.generator ? 'Generator functions are not supported.' : undefined,
  'no-yield': noNode(['YieldExpression'], 'Yield statements are not supported'),
  'no-dynamic-import': noNode(['ImportExpression'], 'Dynamic imports are not supported'),
  'no-meta-property': noNode(['MetaProperty'], 'Meta properties are not supported'),
  'no-disallowed-unary-operators': noOperator('++', '--', '~'),
  'no-disallowed-binary-operators': noOperator('instanceof'),
  'no-in-operator': (node) =>
    node.type === 'BinaryExpression' && node.operator === 'in'
      ? 'in operator is not supported. Use Object.hasOwn().'
      : undefined,
  'no-regex': (node) => (node.type === 'Literal' && node.regex ? 'Regex literals are not supported.' : undefined),
  'no-accessors': (node) =>
    node.type === 'Property' && node.kind !== 'init' ? 'Getters and setters are not supported' : undefined,
};
