import type { AnyNode, CallExpression, MemberExpression, PrivateIdentifier, Expression } from 'acorn';
import * as dynamodb from './library/dynamodb.ts';
import { extensions, runtime } from './library/extensions.ts';
import { util } from './library/util.ts';
import { isFunction, type Scopes } from './scopes.ts';
import { CALLBACK_METHODS, SUPPORTED_STATICS, UNSUPPORTED_GLOBALS, UNSUPPORTED_METHODS } from './supported.ts';

/** Looks at one node; says what is wrong with it. `ancestors` are outermost first and end with the node. */
type Rule = (node: AnyNode, ancestors: readonly AnyNode[], scopes: Scopes) => string | undefined;

const UTILS = '@aws-appsync/utils';
const MODULES: Readonly<Record<string, object>> = {
  [UTILS]: { util, extensions, runtime },
  '@aws-appsync/utils/dynamodb': dynamodb,
};

const UNSUPPORTED_SYNTAX: Readonly<Record<string, string>> = {
  ForStatement: 'for(initialization; condition; afterthought)',
  WhileStatement: 'while',
  DoWhileStatement: 'do-while',
  ContinueStatement: 'continue',
  LabeledStatement: 'A labeled statement',
  TryStatement: 'try',
  ThrowStatement: 'throw (use util.error)',
  ClassDeclaration: 'class',
  ClassExpression: 'class',
  ThisExpression: 'this',
  NewExpression: 'new',
  AwaitExpression: 'await',
  YieldExpression: 'yield',
  ImportExpression: 'A dynamic import',
  MetaProperty: 'A meta property',
  ExportDefaultDeclaration: 'A default export',
  ExportAllDeclaration: 'An export from another module',
};

const syntax: Rule = (node) => {
  const isUnsupported = (what: string): string => `${what} is not supported`;
  const named = UNSUPPORTED_SYNTAX[node.type];
  if (named) return isUnsupported(named);
  switch (node.type) {
    case 'UpdateExpression':
      return isUnsupported(`The operator ${node.operator}`);
    case 'UnaryExpression':
      return node.operator === '~' ? isUnsupported('The operator ~') : undefined;
    case 'BinaryExpression':
      return ['in', 'instanceof'].includes(node.operator) ? isUnsupported(`The operator ${node.operator}`) : undefined;
    case 'Literal':
      return node.regex ? isUnsupported('A regular expression') : undefined;
    case 'Property':
      return node.kind === 'init' ? undefined : isUnsupported(node.kind === 'get' ? 'A getter' : 'A setter');
    case 'ForOfStatement':
      return node.await ? isUnsupported('for await') : undefined;
    case 'ExportNamedDeclaration':
      return node.source ? isUnsupported('An export from another module') : undefined;
    default:
      if (!isFunction(node)) return undefined;
      return node.async ? isUnsupported('async') : node.generator ? isUnsupported('A generator') : undefined;
  }
};

const imports: Rule = (node) => {
  if (node.type !== 'ImportDeclaration') return undefined;
  const source = String(node.source.value);
  const module = MODULES[source];
  if (!module) return `Cannot import from '${source}': only ${Object.keys(MODULES).join(' and ')} can be imported`;
  for (const specifier of node.specifiers) {
    if (specifier.type === 'ImportDefaultSpecifier') return `'${source}' has no default export`;
    const imported = specifier.type === 'ImportSpecifier' ? specifier.imported : undefined;
    if (imported?.type === 'Identifier' && !Object.hasOwn(module, imported.name)) {
      return `'${source}' has no export '${imported.name}'`;
    }
  }
  return undefined;
};

const globals: Rule = (node, ancestors, scopes) => {
  if (node.type !== 'Identifier' || !UNSUPPORTED_GLOBALS.has(node.name)) return undefined;
  return scopes.resolve(node.name, ancestors) ? undefined : `${node.name} is not supported`;
};

function nameOf(property: Expression | PrivateIdentifier, isComputed: boolean): string | undefined {
  if (!isComputed && property.type === 'Identifier') return property.name;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}

const statics: Rule = (node, ancestors, scopes) => {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined;
  const { name } = node.object;
  const supported = Object.hasOwn(SUPPORTED_STATICS, name) ? SUPPORTED_STATICS[name] : undefined;
  const member = nameOf(node.property, node.computed);
  if (!supported || !member || supported.includes(member) || scopes.resolve(name, ancestors)) return undefined;
  return `${name}.${member} is not supported`;
};

/** Members of `util` and its like, as written: `util.time.nowISO8601`. */
function pathOf(
  node: MemberExpression,
  ancestors: readonly AnyNode[],
  scopes: Scopes,
): readonly [object, string[]] | undefined {
  const member = nameOf(node.property, node.computed);
  if (member === undefined) return undefined;
  if (node.object.type === 'MemberExpression') {
    const parent = pathOf(node.object, ancestors, scopes);
    return parent && [parent[0], [...parent[1], member]];
  }
  if (node.object.type !== 'Identifier') return undefined;
  const { name } = node.object;
  const binding = scopes.resolve(name, ancestors);
  const imported = binding ? binding.imported : { module: UTILS, name };
  const module = imported && MODULES[imported.module];
  if (!module) return undefined;
  if (imported.name === '*') return [module, [member]];
  return Object.hasOwn(module, imported.name) ? [module, [imported.name, member]] : undefined;
}

const library: Rule = (node, ancestors, scopes) => {
  const found = node.type === 'MemberExpression' ? pathOf(node, ancestors, scopes) : undefined;
  if (!found) return undefined;
  let value: unknown = found[0];
  for (const [index, member] of found[1].entries()) {
    if (typeof value !== 'object' || value === null) return undefined;
    const isLast = index === found[1].length - 1;
    if (!Object.hasOwn(value, member))
      return isLast ? `${found[1].join('.')} is not provided by this APPSYNC_JS` : undefined;
    value = (value as Readonly<Record<string, unknown>>)[member];
  }
  return undefined;
};

/** Whether the expression is a function: written in place, or by the name of one. */
function isFunctionValue(node: AnyNode | null | undefined, ancestors: readonly AnyNode[], scopes: Scopes): boolean {
  if (node?.type === 'Identifier') return scopes.resolve(node.name, ancestors)?.function !== undefined;
  return isFunction(node);
}

function methodOf(call: CallExpression): string | undefined {
  return call.callee.type === 'MemberExpression' ? nameOf(call.callee.property, call.callee.computed) : undefined;
}

const methods: Rule = (node) => {
  const method = node.type === 'CallExpression' ? methodOf(node) : undefined;
  if (method === undefined || node.type !== 'CallExpression') return undefined;
  if (method === 'sort' && node.arguments.length > 0) return "sort() doesn't support arguments";
  return UNSUPPORTED_METHODS.has(method) ? `The method ${method} is not supported` : undefined;
};

const functionValues: Rule = (node, ancestors, scopes) => {
  const isValue = (value: AnyNode | null | undefined): boolean => isFunctionValue(value, ancestors, scopes);
  switch (node.type) {
    case 'CallExpression':
      if (CALLBACK_METHODS.has(methodOf(node) ?? '') || !node.arguments.some(isValue)) return undefined;
      return 'Functions can not be passed as an argument';
    case 'ReturnStatement':
      return isValue(node.argument) ? 'Returning a function is not supported' : undefined;
    case 'ArrowFunctionExpression':
      return node.expression && isValue(node.body) ? 'Returning a function is not supported' : undefined;
    case 'VariableDeclarator':
      return node.init?.type === 'Identifier' && isValue(node.init)
        ? 'Re-assigning a function is not supported'
        : undefined;
    case 'AssignmentExpression':
      return node.right.type === 'Identifier' && isValue(node.right)
        ? 'Re-assigning a function is not supported'
        : undefined;
    default:
      return undefined;
  }
};

export const rules: readonly Rule[] = [syntax, imports, globals, statics, library, methods, functionValues];
