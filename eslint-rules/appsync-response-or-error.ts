import type { Rule, Scope, SourceCode } from 'eslint';
import { importedPath, pathInHouse } from './house.ts';
import { definitionOf, descendants, enclosing, isFunction, type FunctionNode, type NodeOf } from './nodes.ts';

type Problem = 'missing' | 'foreign' | 'noCall' | 'conditional' | 'afterReturn';

const STEPS = 'resolvers/steps/';
const LOOPS = ['ForOfStatement', 'ForInStatement'];

/**
 * Without a look at `ctx.error` AppSync swallows a data source's failure. So each `response` of a resolver calls
 * `orError(ctx)` of `resolvers/steps` on every way through it. Earlier it returns only in an `if` that knows of the
 * failure: one that looks at `ctx.error`, or at what a step has judged of `ctx`. A `response` may be re-exported from a
 * step under the same name: it is judged there. A pipeline's own file, whose `request` returns `{}`, talks to no data
 * source: its steps have judged theirs, and the `ctx.error` that one of them expected is no reason to refuse.
 */
export const appsyncResponseOrError: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Require `orError(ctx)` in each response handler' },
    schema: [],
    messages: {
      missing:
        'A resolver with a `request` needs a `response` that calls `orError(ctx)`: write one, or re-export a step’s.',
      foreign: 'Write `response` as a function here, or `export { response } from` a file in `resolvers/steps/`.',
      noCall: '`response` must call `orError(ctx)` from `resolvers/steps/`: a failure is swallowed otherwise.',
      conditional: '`response` must call `orError(ctx)` on every way through it: move the call out of the condition.',
      afterReturn:
        'A failure is swallowed here: return after `orError(ctx)`, or in an `if` on `ctx.error` or a step’s judgment of it.',
    },
  },
  create(context) {
    const file = pathInHouse(context.cwd, context.filename);
    const { sourceCode } = context;
    const exported = new Map<string, Rule.Node>();

    const isStep = (specifier: unknown): boolean => importedPath(file, String(specifier)).startsWith(STEPS);
    const report = (node: Rule.Node, messageId: Problem): void => {
      context.report({ node, messageId });
    };

    function checkResponse(node: Rule.Node): void {
      if (isFunction(node)) checkFunction(node);
      else if (node.type === 'ExportSpecifier') checkSpecifier(node);
      else report(node, 'foreign');
    }

    function checkSpecifier(node: NodeOf<'ExportSpecifier'>): void {
      const { parent } = node;
      if (node.local.type !== 'Identifier' || parent.type !== 'ExportNamedDeclaration') return;
      if (parent.source) {
        if (node.local.name !== 'response' || !isStep(parent.source.value)) report(node, 'foreign');
        return;
      }
      const definition = definitionOf(sourceCode.getScope(node), node.local.name);
      const target = definition?.node as Rule.Node | undefined;
      if (target?.type === 'VariableDeclarator' && target.init) checkResponse(target.init as Rule.Node);
      else if (target && isFunction(target)) checkFunction(target);
      else if (!isImportOf(definition, 'response', isStep)) report(node, 'foreign');
    }

    function checkFunction(node: FunctionNode): void {
      const [ctx] = node.params;
      const calls = ctx?.type === 'Identifier' ? orErrorCalls(node, ctx.name) : [];
      const [first] = calls;
      if (!first || ctx?.type !== 'Identifier') {
        report(node, 'noCall');
        return;
      }
      const call = calls.find(isUnconditional);
      if (!call) {
        report(first, 'conditional');
        return;
      }
      for (const statement of descendants(sourceCode, node, 'ReturnStatement')) {
        const early = (statement.range?.[1] ?? 0) <= (call.range?.[0] ?? 0);
        if (early && !isGuarded(statement, ctx.name)) report(statement, 'afterReturn');
      }
    }

    function orErrorCalls(node: FunctionNode, ctx: string): NodeOf<'CallExpression'>[] {
      return descendants(sourceCode, node, 'CallExpression').filter((call) => isStepCall(call, ctx, 'orError'));
    }

    /** Whether the call is of a step, of the given name if there is one, and about the context. */
    function isStepCall(
      { callee, arguments: [argument] }: NodeOf<'CallExpression'>,
      ctx: string,
      name?: string,
    ): boolean {
      if (callee.type !== 'Identifier' || argument?.type !== 'Identifier' || argument.name !== ctx) return false;
      return isImportOf(definitionOf(sourceCode.getScope(callee), callee.name), name, isStep);
    }

    function isGuarded(node: Rule.Node, ctx: string): boolean {
      return enclosing(node).some(
        ({ child, parent }) =>
          parent.type === 'IfStatement' && parent.consequent === child && knowsFailure(parent.test as Rule.Node, ctx),
      );
    }

    /** Whether the expression, or a constant in it, comes from `ctx.error` or from a step's look at the context. */
    function knowsFailure(node: Rule.Node, ctx: string): boolean {
      const reads = descendants(sourceCode, node, 'MemberExpression').some(
        ({ object, property }) =>
          object.type === 'Identifier' &&
          object.name === ctx &&
          property.type === 'Identifier' &&
          property.name === 'error',
      );
      if (reads || descendants(sourceCode, node, 'CallExpression').some((call) => isStepCall(call, ctx))) return true;
      return descendants(sourceCode, node, 'Identifier').some((identifier) => {
        const definition = definitionOf(sourceCode.getScope(identifier), identifier.name);
        if (definition?.type !== 'Variable' || definition.parent.kind !== 'const') return false;
        const { init } = definition.node as NodeOf<'VariableDeclarator'>;
        return Boolean(init) && knowsFailure(init as Rule.Node, ctx);
      });
    }

    return {
      ExportNamedDeclaration: (node) => {
        const { declaration } = node;
        if (declaration?.type === 'FunctionDeclaration') exported.set(declaration.id.name, declaration as Rule.Node);
        if (declaration?.type === 'VariableDeclaration') {
          for (const { id, init } of declaration.declarations) {
            if (id.type === 'Identifier') exported.set(id.name, (init ?? id) as Rule.Node);
          }
        }
        for (const specifier of node.specifiers) {
          const { exported: name } = specifier;
          if (name.type === 'Identifier') exported.set(name.name, specifier as Rule.Node);
        }
      },
      'Program:exit': (node) => {
        const response = exported.get('response');
        const inPipeline = isPipelineStart(sourceCode, exported.get('request'));
        if (response && !inPipeline) checkResponse(response);
        // A step may offer a request alone: the file that re-exports it answers for the response.
        else if (!response && exported.has('request') && !file.startsWith(STEPS))
          context.report({ node, messageId: 'missing' });
      },
    };
  },
};

/** Whether the handler hands on to a pipeline's steps: all it returns is `{}`. */
function isPipelineStart(sourceCode: SourceCode, request: Rule.Node | undefined): boolean {
  if (!request || !isFunction(request)) return false;
  const returns = descendants(sourceCode, request, 'ReturnStatement');
  return (
    returns.length > 0 &&
    returns.every(({ argument }) => argument?.type === 'ObjectExpression' && argument.properties.length === 0)
  );
}

function isImportOf(
  definition: Scope.Definition | undefined,
  name: string | undefined,
  isFrom: (specifier: unknown) => boolean,
): boolean {
  if (definition?.type !== 'ImportBinding' || definition.node.type !== 'ImportSpecifier') return false;
  const { imported } = definition.node;
  return (
    imported.type === 'Identifier' &&
    (name ?? imported.name) === imported.name &&
    isFrom(definition.parent.source.value)
  );
}

/** Whether nothing but an earlier return keeps the expression from being run. */
function isUnconditional(node: Rule.Node): boolean {
  return enclosing(node).every(({ child, parent }) => {
    if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') return parent.test === child;
    if (parent.type === 'LogicalExpression') return parent.left === child;
    if (LOOPS.includes(parent.type)) return 'right' in parent && parent.right === child;
    return parent.type !== 'SwitchCase';
  });
}
