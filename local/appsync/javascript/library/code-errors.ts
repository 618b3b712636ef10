import type { ResolverError } from './evaluation.ts';

const exec = Function.prototype.call.bind(RegExp.prototype.exec) as (
  pattern: RegExp,
  text: string,
) => RegExpExecArray | null;
const POSITION = /code\.js:\d+:\d+/;

/** `code.js:LINE:COLUMN` of the author's code that is nearest in a stack. */
export function positionIn(stack: unknown): string | undefined {
  return typeof stack === 'string' ? exec(POSITION, stack)?.[0] : undefined;
}

/**
 * An error that the code ran into, as AppSync words it (seen in aws/aws-appsync-community#328):
 * type `Code`, message `code.js:LINE:COLUMN: ReferenceError: x is not defined`.
 */
export function errorOf(thrown: unknown): ResolverError {
  return { message: describe(thrown), type: 'Code', data: null, errorInfo: null };
}

function describe(thrown: unknown): string {
  try {
    const { name, message, stack } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Partial<Error>;
    const kind = name === '' ? '' : `${String(name)}: `;
    return `${positionIn(stack) ?? 'code.js'}: ${typeof message === 'string' ? `${kind}${message}` : String(thrown)}`;
  } catch {
    return 'code.js: the thrown value has no text';
  }
}
