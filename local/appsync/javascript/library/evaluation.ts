/** What `util.error` and `util.appendError` record. */
export interface ResolverError {
  readonly message: string;
  readonly type: string | null;
  readonly data: unknown;
  readonly errorInfo: unknown;
}

/** All that one run of a handler leaves behind, but for its result. A fresh one is in place for each run. */
export interface Effects {
  readonly appended: ResolverError[];
  readonly logs: string[];
  halt?: Halt;
  subscriptionFilter?: unknown;
  subscriptionInvalidationFilter?: unknown;
  invalidations?: unknown[];
  cacheEvictions?: unknown[];
  responseHeaders?: Record<string, string>;
}

/** Why a handler ended before its `return`. */
export type Halt =
  | { readonly error: ResolverError }
  | { readonly earlyReturn: { readonly skipTo: 'NEXT' | 'END' }; readonly result: unknown };

/** The run that is under way: resolvers are run one at a time. */
export const evaluation: { effects: Effects; now: number; identity: unknown } = {
  effects: { appended: [], logs: [] },
  now: 0,
  identity: null,
};

/** Thrown to leave the handler; what it stands for is in `effects.halt`, so that catching it changes nothing. */
const halted = Object.freeze({ message: 'The handler has ended.' });

export function halt(reason: Halt): never {
  evaluation.effects.halt ??= reason;
  throw halted;
}
