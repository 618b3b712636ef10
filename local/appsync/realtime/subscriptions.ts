import { isObject } from '../properties.ts';
import { matchesArguments, matchesFilter } from './filters.ts';

/** One open subscription of one client. */
export interface Subscription {
  /** Of the schema's Subscription type. */
  readonly field: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Of `extensions.setSubscriptionFilter`: stands in for the arguments. */
  readonly filter?: unknown;
  /** Of `extensions.setSubscriptionInvalidationFilter`. */
  readonly invalidationFilter?: unknown;
  deliver(payload: unknown): void;
  /** The server ends the subscription. */
  end(): void;
}

/** The open subscriptions of one API, and which mutations feed them. */
export class Subscriptions {
  readonly #fieldsOfMutation = new Map<string, string[]>();
  readonly #open = new Map<string, Set<Subscription>>();

  /** @param mutationsOf the mutations of each subscription field, by `@aws_subscribe` */
  constructor(mutationsOf: ReadonlyMap<string, readonly string[]>) {
    for (const [field, mutations] of mutationsOf) {
      for (const mutation of mutations) {
        this.#fieldsOfMutation.set(mutation, [...(this.#fieldsOfMutation.get(mutation) ?? []), field]);
      }
    }
  }

  /** Returns what closes it. */
  add(subscription: Subscription): () => void {
    const open = this.#open.get(subscription.field) ?? new Set();
    this.#open.set(subscription.field, open);
    open.add(subscription);
    return () => open.delete(subscription);
  }

  publish(mutation: string, payload: unknown): void {
    for (const field of this.#fieldsOfMutation.get(mutation) ?? []) {
      for (const subscription of this.#open.get(field) ?? []) {
        const wanted =
          subscription.filter === undefined
            ? matchesArguments(subscription.args, payload)
            : matchesFilter(subscription.filter, payload);
        if (wanted) subscription.deliver(payload);
      }
    }
  }

  /** `extensions.invalidateSubscriptions({ subscriptionField, payload })`. */
  invalidate(invalidation: unknown): void {
    if (!isObject(invalidation)) return;
    const { subscriptionField, payload } = invalidation;
    for (const subscription of [...(this.#open.get(String(subscriptionField)) ?? [])]) {
      const { invalidationFilter } = subscription;
      if (invalidationFilter !== undefined && matchesFilter(invalidationFilter, payload)) subscription.end();
    }
  }
}
