import type { AnyNode, Program } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { rules } from './rules.ts';
import { Scopes } from './scopes.ts';
import { CodeSyntaxError, parseModule, type CodeIssue } from './syntax.ts';

export type { CodeIssue } from './syntax.ts';

/** AppSync's quota "APPSYNC_JS code size". */
const MAX_CHARACTERS = 32_768;

function toIssue(node: AnyNode, message: string): CodeIssue {
  const { line, column } = node.loc?.start ?? { line: 1, column: 0 };
  const end = node.loc?.end;
  const span = end?.line === line ? end.column - column : -1;
  return { type: 'LINT_ERROR', line, column: column + 1, span, message };
}

function exportedNames(program: Program): string[] {
  return program.body.flatMap((node) => {
    if (node.type !== 'ExportNamedDeclaration') return [];
    const { declaration } = node;
    if (declaration?.type === 'VariableDeclaration') {
      return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
    }
    if (declaration) return [declaration.id.name];
    return node.specifiers.flatMap(({ exported }) => (exported.type === 'Identifier' ? [exported.name] : []));
  });
}

const everyRule = Object.values(rules);

function issuesOf(program: Program): CodeIssue[] {
  const issues: CodeIssue[] = [];
  const scopes = new Scopes(program);
  fullAncestor(program, (visited, _state, ancestors) => {
    const node = visited;
    for (const rule of everyRule) {
      const message = rule(node, ancestors, scopes);
      if (message !== undefined) issues.push(toIssue(node, message));
    }
  });
  // AWS's own samples have resolvers without a response handler.
  if (!exportedNames(program).includes('request')) {
    issues.push(toIssue(program, "The code must export a function 'request'"));
  }
  return issues;
}

/** What AppSync would refuse a resolver's or function's code for when it is deployed, in the order of the text. */
export function checkCode(code: string): CodeIssue[] {
  const size: CodeIssue[] =
    code.length > MAX_CHARACTERS
      ? [
          {
            type: 'PARSER_ERROR',
            line: 1,
            column: 1,
            span: -1,
            message: `The code has ${code.length} characters; at most ${MAX_CHARACTERS} are allowed`,
          },
        ]
      : [];
  try {
    const issues = issuesOf(parseModule(code));
    return [...size, ...issues.toSorted((a, b) => a.line - b.line || a.column - b.column)];
  } catch (error) {
    if (error instanceof CodeSyntaxError) return [...size, error.issue];
    throw error;
  }
}
