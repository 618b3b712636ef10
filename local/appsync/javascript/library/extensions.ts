import { evaluation, halt } from './evaluation.ts';

/** `extensions`: each call is recorded; what it brings about is the GraphQL layer's matter. */
export const extensions = {
  setSubscriptionFilter(filter: unknown): void {
    evaluation.effects.subscriptionFilter = filter;
  },
  setSubscriptionInvalidationFilter(filter: unknown): void {
    evaluation.effects.subscriptionInvalidationFilter = filter;
  },
  invalidateSubscriptions(invalidation: unknown): void {
    (evaluation.effects.invalidations ??= []).push(invalidation);
  },
  evictFromApiCache(typeName: string, fieldName: string, keyValuePair: unknown): void {
    (evaluation.effects.cacheEvictions ??= []).push({ typeName, fieldName, keyValuePair });
  },
};

export const runtime = {
  /** Ends the handler with this result. Where the pipeline goes on is for the GraphQL layer. */
  earlyReturn(result?: unknown, options?: { readonly skipTo?: 'NEXT' | 'END' }): never {
    halt({ earlyReturn: { skipTo: options?.skipTo ?? 'NEXT' }, result });
  },
};
