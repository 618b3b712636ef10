import type { DomainError } from './errors.ts';

/** What a function behind a field answers: what was asked for, or why not. */
export type FunctionAnswer<Value> = { readonly value: Value } | { readonly refusal: DomainError };
