import { parse, type Program } from 'acorn';
import { oncePerText } from '../../once-per-text.ts';

/** Something in a resolver's code that AppSync refuses. Lines count from 1, columns from 1. */
export interface CodeIssue {
  readonly type: 'PARSER_ERROR' | 'LINT_ERROR';
  readonly line: number;
  readonly column: number;
  /** Characters that it takes up on its line; -1 where that is not known. */
  readonly span: number;
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

/** AppSync parses by TypeScript, whose words for this one AWS's reference shows. */
const AS_APPSYNC_SAYS: Readonly<Record<string, string>> = {
  'Unterminated string constant': 'Unterminated string literal.',
};

/** The last one stays: it is compiled after it has been checked. @throws CodeSyntaxError */
export const parseModule = oncePerText((code): Program => {
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { line, column } = (error as SyntaxError & { loc: { line: number; column: number } }).loc;
    // acorn ends its messages with the place.
    const reason = error.message.replace(/ \(\d+:\d+\)$/, '');
    const message = `Parsing error: ${AS_APPSYNC_SAYS[reason] ?? reason}`;
    throw new CodeSyntaxError({ type: 'PARSER_ERROR', line, column: column + 1, span: -1, message });
  }
}, 1);
