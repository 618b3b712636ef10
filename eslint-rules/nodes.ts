import type { Rule, Scope, SourceCode } from 'eslint';

export type NodeOf<T extends Rule.Node['type']> = Extract<Rule.Node, { type: T }>;
export type FunctionNode = NodeOf<'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression'>;

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

export function isFunction(node: Rule.Node): node is FunctionNode {
  return FUNCTIONS.includes(node.type);
}

/** The node and what encloses it, each with its parent, from inside to the function that it stands in. */
export function enclosing(node: Rule.Node): { readonly child: Rule.Node; readonly parent: Rule.Node }[] {
  const { parent } = node;
  return parent === null || isFunction(parent) ? [] : [{ child: node, parent }, ...enclosing(parent)];
}

/** The nodes of a type in a node, itself included, but not those in functions inside it. */
export function descendants<T extends Rule.Node['type']>(source: SourceCode, node: Rule.Node, type: T): NodeOf<T>[] {
  const members = node as unknown as Record<string, Rule.Node | readonly (Rule.Node | null)[] | null | undefined>;
  const inner = (source.visitorKeys[node.type] ?? [])
    .flatMap((key) => members[key] ?? [])
    .filter((child) => child !== null && !isFunction(child))
    .flatMap((child) => descendants(source, child, type));
  return node.type === type ? [node as NodeOf<T>, ...inner] : inner;
}

/** Where the name was defined, seen from a scope. */
export function definitionOf(scope: Scope.Scope | null, name: string): Scope.Definition | undefined {
  if (!scope) return undefined;
  return scope.set.get(name)?.defs[0] ?? definitionOf(scope.upper, name);
}
