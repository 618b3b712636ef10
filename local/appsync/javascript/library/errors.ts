import { evaluation, halt, type ResolverError } from './evaluation.ts';

/**
 * AppSync ignores a call whose message or type is neither a string nor left out
 * (aws/aws-appsync-community#384): the handler just goes on.
 */
function isIgnored(message: unknown, type: unknown): boolean {
  return [message, type].some((value) => value !== undefined && value !== null && typeof value !== 'string');
}

function toError(message?: string, type?: string | null, data?: unknown, errorInfo?: unknown): ResolverError {
  return { message: message ?? '', type: type ?? null, data: data ?? null, errorInfo: errorInfo ?? null };
}

export const errors = {
  error(message: string, type?: string, data?: unknown, errorInfo?: unknown): void {
    if (!isIgnored(message, type)) halt({ error: toError(message, type, data, errorInfo) });
  },

  appendError(message: string, type?: string, data?: unknown, errorInfo?: unknown): void {
    if (!isIgnored(message, type)) evaluation.effects.appended.push(toError(message, type, data, errorInfo));
  },

  /** The GraphQL layer words it for the client ("Not Authorized to access FIELD on type TYPE"); it knows it by its type. */
  unauthorized(): never {
    halt({ error: toError('Unauthorized', 'Unauthorized') });
  },
};
