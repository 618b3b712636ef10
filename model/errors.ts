/** The closed list of our own errors, as `errorType` carries them. AppSync's own keep AppSync's names. */
export type ErrorType = 'NotFound' | 'Forbidden' | 'Validation' | 'Conflict' | 'RateLimited' | 'TooLarge' | 'Internal';

/** A refusal on its way to the client. */
interface Refusal<Type extends ErrorType> {
  readonly type: Type;
  /** Says what to do. */
  readonly message: string;
  /** Of a Validation: the input field, and the rule that it breaks. */
  readonly info?: { readonly field: string; readonly rule: string };
}

/** The caller may not. Such refusals are in the audit trail. */
export type Denial = Refusal<'NotFound' | 'Forbidden'>;

/** The input, the moment or we are wrong. */
export type Fault = Refusal<Exclude<ErrorType, Denial['type']>>;

export type DomainError = Denial | Fault;

/** Also what the caller may not see: one answer for both, so that nobody can ask which ids exist. */
export function notFound(what: string): Denial {
  return { type: 'NotFound', message: `There is no such ${what}.` };
}

export function forbidden(message: string): Denial {
  return { type: 'Forbidden', message };
}

export function invalid(field: string, rule: string, message: string): Fault {
  return { type: 'Validation', message, info: { field, rule } };
}

export function conflict(message: string): Fault {
  return { type: 'Conflict', message };
}

/** Also a lost race that is worth a retry. */
export function rateLimited(): Fault {
  return { type: 'RateLimited', message: 'Too much happened at once. Nothing was changed: try again in a moment.' };
}

/** What is right, but can't be so yet. */
export function tooEarly(message: string): Fault {
  return { type: 'RateLimited', message };
}

/** Masked: the cause stands in the log, not in the answer. */
export function internal(): Fault {
  return { type: 'Internal', message: 'Something went wrong on our side. Try again later.' };
}
