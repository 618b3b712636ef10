import type { AnyNode, Expression, ImportDeclaration, Pattern, Program, VariableDeclaration } from 'acorn';
import { fullAncestor } from 'acorn-walk';

export type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>;

/** What a name stands for, as far as the text tells. */
export interface Binding {
  /** Set when it was declared as a function. */
  readonly function?: FunctionNode;
  /** What it is set to where it is declared. */
  readonly value?: Expression;
  /** Set when it is the context of a handler that is declared as `function request(ctx)`. */
  readonly isContext?: boolean;
  /** Set when it was imported: `*` for a whole module. */
  readonly imported?: { readonly module: string; readonly name: string };
}

const BLOCKS = ['BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'SwitchStatement', 'CatchClause'];

export function isFunction(node: AnyNode | null | undefined): node is FunctionNode {
  const type = node?.type;
  return type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
}

/** The names that a pattern declares. */
function namesOf(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesOf(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesOf(element) : []));
    case 'RestElement':
      return namesOf(pattern.argument);
    case 'AssignmentPattern':
      return namesOf(pattern.left);
    case 'MemberExpression':
      return [];
  }
}

/** Which declaration a name belongs to, for each place in a module. */
export class Scopes {
  readonly program: Program;
  readonly #declared = new Map<AnyNode, Map<string, Binding>>();

  constructor(program: Program) {
    this.program = program;
    fullAncestor(program, (node, _state, ancestors) => {
      this.#visit(node, ancestors);
    });
  }

  /**
   * @param ancestors of the place, outermost first, as acorn-walk gives them
   * @returns undefined for a global
   */
  resolve(name: string, ancestors: readonly AnyNode[]): Binding | undefined {
    const scope = ancestors.findLast((node) => this.#declared.get(node)?.has(name));
    return scope && this.#declared.get(scope)?.get(name);
  }

  #visit(node: AnyNode, ancestors: readonly AnyNode[]): void {
    if (isFunction(node)) this.#visitFunction(node, ancestors.slice(0, -1));
    else if (node.type === 'VariableDeclaration') this.#visitVariables(node, scopeOf(ancestors, node.kind === 'var'));
    else if (node.type === 'ImportDeclaration') this.#visitImport(node, scopeOf(ancestors));
    else if (node.type === 'ClassDeclaration') this.#declare(scopeOf(ancestors), node.id?.name, {});
    else if (node.type === 'CatchClause' && node.param) {
      for (const name of namesOf(node.param)) this.#declare(node, name, {});
    }
  }

  #visitFunction(node: FunctionNode, outer: readonly AnyNode[]): void {
    for (const name of node.params.flatMap(namesOf)) this.#declare(node, name, {});
    const [context] = node.params;
    const isHandler = node.type === 'FunctionDeclaration' && ['request', 'response'].includes(node.id?.name ?? '');
    if (isHandler && context?.type === 'Identifier') this.#declare(node, context.name, { isContext: true });
    if (node.type === 'FunctionDeclaration') this.#declare(scopeOf(outer), node.id?.name, { function: node });
    if (node.type === 'FunctionExpression') this.#declare(node, node.id?.name, { function: node });
  }

  #visitVariables(node: VariableDeclaration, scope: AnyNode | undefined): void {
    for (const { id, init } of node.declarations) {
      const value = id.type === 'Identifier' && init ? init : undefined;
      for (const name of namesOf(id)) this.#declare(scope, name, bindingOf(value));
    }
  }

  #visitImport(node: ImportDeclaration, scope: AnyNode | undefined): void {
    for (const specifier of node.specifiers) {
      const imported = specifier.type === 'ImportSpecifier' ? specifier.imported : undefined;
      const name = imported?.type === 'Identifier' ? imported.name : '*';
      this.#declare(scope, specifier.local.name, { imported: { module: String(node.source.value), name } });
    }
  }

  #declare(scope: AnyNode | undefined, name: string | undefined, binding: Binding): void {
    if (!scope || name === undefined) return;
    const bindings = this.#declared.get(scope) ?? new Map<string, Binding>();
    this.#declared.set(scope, bindings.set(name, binding));
  }
}

function bindingOf(value: Expression | undefined): Binding {
  if (!value) return {};
  return isFunction(value) ? { value, function: value } : { value };
}

function scopeOf(ancestors: readonly AnyNode[], isVar = false): AnyNode | undefined {
  return ancestors.findLast(
    (node) => node.type === 'Program' || isFunction(node) || (!isVar && BLOCKS.includes(node.type)),
  );
}
