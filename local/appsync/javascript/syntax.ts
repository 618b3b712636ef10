import { parse, type Program } from 'acorn';

/** Something in a resolver's code that AppSync refuses. Lines count from 1, columns from 1. */
export interface CodeIssue {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The code is no module of JavaScript at all. */
export class CodeSyntaxError extends Error {
  override readonly name = 'CodeSyntaxError';
  readonly issue: CodeIssue;

  constructor(issue: CodeIssue) {
    super(`code.js:${issue.line}:${issue.column}: ${issue.message}`);
    this.issue = issue;
  }
}

/** @throws CodeSyntaxError */
export function parseModule(code: string): Program {
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { line, column } = (error as SyntaxError & { loc: { line: number; column: number } }).loc;
    throw new CodeSyntaxError({ line, column: column + 1, message: `Parsing error: ${error.message}` });
  }
}
