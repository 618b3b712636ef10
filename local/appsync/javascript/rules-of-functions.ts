import type { AnyNode, CallExpression } from 'acorn';
import { recursiveCalls } from './recursion.ts';
import { nameOf, type Rule } from './rule.ts';
import { isFunction, type Scopes } from './scopes.ts';
import { CALLBACK_METHODS, UNSUPPORTED_METHODS } from './supported.ts';

const ARRAYS_FROM = ['concat', 'fill', 'filter', 'flat', 'flatMap', 'map', 'reverse', 'slice', 'sort', 'splice'];

/** Whether the expression is a function: written in place, or by the name of one. */
function isFunctionValue(node: AnyNode | null | undefined, ancestors: readonly AnyNode[], scopes: Scopes): boolean {
  if (node?.type === 'Identifier') return scopes.resolve(node.name, ancestors)?.function !== undefined;
  return isFunction(node);
}

function methodOf(call: CallExpression): string | undefined {
  return call.callee.type === 'MemberExpression' ? nameOf(call.callee.property, call.callee.computed) : undefined;
}

/** Of which kind a value is for certain, as far as the text tells. */
function kindOf(
  node: AnyNode,
  ancestors: readonly AnyNode[],
  scopes: Scopes,
): keyof typeof UNSUPPORTED_METHODS | undefined {
  if (isFunctionValue(node, ancestors, scopes)) return 'function';
  switch (node.type) {
    case 'ArrayExpression':
      return 'array';
    case 'TemplateLiteral':
      return 'string';
    case 'Literal':
      return typeof node.value === 'string' ? 'string' : undefined;
    case 'Identifier': {
      const value = scopes.resolve(node.name, ancestors)?.value;
      return value?.type === 'Identifier' ? undefined : value && kindOf(value, ancestors, scopes);
    }
    case 'CallExpression': {
      if (node.callee.type !== 'MemberExpression' || !ARRAYS_FROM.includes(methodOf(node) ?? '')) return undefined;
      return kindOf(node.callee.object, ancestors, scopes) === 'array' ? 'array' : undefined;
    }
    default:
      return undefined;
  }
}

const methods: Rule = (node, ancestors, scopes) => {
  const method = node.type === 'CallExpression' ? methodOf(node) : undefined;
  if (method === undefined || node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression')
    return undefined;
  const kind = kindOf(node.callee.object, ancestors, scopes);
  if (!kind || !UNSUPPORTED_METHODS[kind].includes(method)) return undefined;
  return `Method ${kind.replace(/^./, (initial) => initial.toUpperCase())}.${method} is not implemented`;
};

const sort: Rule = (node) =>
  node.type === 'CallExpression' && methodOf(node) === 'sort' && node.arguments.length > 0
    ? "Array.sort doesn't support arguments"
    : undefined;

const passing: Rule = (node, ancestors, scopes) => {
  if (node.type !== 'CallExpression' || CALLBACK_METHODS.has(methodOf(node) ?? '')) return undefined;
  const passes = node.arguments.some((argument) => isFunctionValue(argument, ancestors, scopes));
  return passes ? 'Functions can not be passed as an argument' : undefined;
};

const returning: Rule = (node, ancestors, scopes) => {
  const returned =
    node.type === 'ReturnStatement'
      ? node.argument
      : node.type === 'ArrowFunctionExpression' && node.expression
        ? node.body
        : undefined;
  return isFunctionValue(returned, ancestors, scopes) ? 'returning a function is not allowed' : undefined;
};

const reassigning: Rule = (node, ancestors, scopes) => {
  const value =
    node.type === 'VariableDeclarator' ? node.init : node.type === 'AssignmentExpression' ? node.right : undefined;
  if (value?.type !== 'Identifier' || !isFunctionValue(value, ancestors, scopes)) return undefined;
  return 're-assigning function is not allowed';
};

const recursion: Rule = (node, _ancestors, scopes) =>
  recursiveCalls(scopes).has(node) ? 'Recursive function calls not supported.' : undefined;

/** What is written to: by an assignment, `delete`, or a loop. */
function targetOf(node: AnyNode): AnyNode | undefined {
  switch (node.type) {
    case 'AssignmentExpression':
    case 'ForInStatement':
    case 'ForOfStatement':
      return node.left;
    case 'UnaryExpression':
      return node.operator === 'delete' ? node.argument : undefined;
    default:
      return undefined;
  }
}

/** The context and its own members can't be replaced; what `ctx.stash` and its like hold can. */
const context: Rule = (node, ancestors, scopes) => {
  const target = targetOf(node);
  const root = target?.type === 'MemberExpression' ? target.object : target;
  if (!target || root?.type !== 'Identifier') return undefined;
  if (!scopes.resolve(root.name, ancestors)?.isContext) return undefined;
  if (target.type === 'Identifier') return `${root.name} is readonly and re-assignment is not supported.`;
  const member = target.type === 'MemberExpression' ? nameOf(target.property, target.computed) : undefined;
  return member === undefined
    ? `${root.name} is readonly adding/modifying properties is not supported.`
    : `${root.name} is readonly. Adding/Updating ${member} is not supported.`;
};

/** What can't be done with functions, and with the context that handlers are given. */
export const functionRules: Readonly<Record<string, Rule>> = {
  'no-disallowed-methods': methods,
  'no-sort-arguments': sort,
  'no-function-passing': passing,
  'no-function-return': returning,
  'no-function-reassign': reassigning,
  'no-recursion': recursion,
  'no-disallowed-re-assignment': context,
};
