/** The closed list of our own errors, as `errorType` carries them. AppSync's own keep AppSync's names. */
export type ErrorType = 'NotFound' | 'Forbidden' | 'Validation' | 'Conflict' | 'RateLimited' | 'TooLarge' | 'Internal';

/** A refusal on its way to the client. */
export interface DomainError {
  readonly type: ErrorType;
  /** Says what to do. */
  readonly message: string;
  /** Of a Validation: the input field, and the rule that it breaks. */
  readonly info?: { readonly field: string; readonly rule: string };
}

/** Also what the caller may not see: one answer for both, so that nobody can ask which ids exist. */
export function notFound(what: string): DomainError {
  return { type: 'NotFound', message: `There is no such ${what}.` };
}

export function forbidden(message: string): DomainError {
  return { type: 'Forbidden', message };
}

export function invalid(field: string, rule: string, message: string): DomainError {
  return { type: 'Validation', message, info: { field, rule } };
}

export function conflict(message: string): DomainError {
  return { type: 'Conflict', message };
}

/** Also a lost race that is worth a retry. */
export function rateLimited(): DomainError {
  return { type: 'RateLimited', message: 'Too much happened at once. Nothing was changed: try again in a moment.' };
}

/** Masked: the cause stands in the log, not in the answer. */
export function internal(): DomainError {
  return { type: 'Internal', message: 'Something went wrong on our side. Try again later.' };
}
