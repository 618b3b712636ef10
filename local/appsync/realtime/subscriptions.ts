import { isObject } from '../properties.ts';
import { matchesArguments, matchesFilter } from './filters.ts';

/** AppSync's limit of a message and of what a mutation hands to subscribers, in bytes. */
export const MESSAGE_LIMIT = 240 * 1024;

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
  readonly #log: (line: string) => void;

  /** @param mutationsOf the mutations of each subscription field, by `@aws_subscribe` */
  constructor(mutationsOf: ReadonlyMap<string, readonly string[]>, log: (line: string) => void) {
    this.#log = log;
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
    const subscriptions = (this.#fieldsOfMutation.get(mutation) ?? []).flatMap((field) => [
      ...(this.#open.get(field) ?? []),
    ]);
    if (subscriptions.length === 0) return;
    const size = Buffer.byteLength(JSON.stringify(payload));
    if (size > MESSAGE_LIMIT) {
      // Neither the mutating client nor a subscriber is told, as on AWS.
      this.#log(`Mutation.${mutation} is not published: ${size} bytes, over the limit of ${MESSAGE_LIMIT}`);
      return;
    }
    for (const subscription of subscriptions) {
      const wanted =
        subscription.filter === undefined
          ? matchesArguments(subscription.args, payload)
          : matchesFilter(subscription.filter, payload);
      if (wanted) subscription.deliver(payload);
    }
  }

  /** `extensions.invalidateSubscriptions({ subscriptionField, payload })`. */
  invalidate(invalidation: unknown): void {
    const { subscriptionField, payload } = isObject(invalidation) ? invalidation : {};
    if (typeof subscriptionField !== 'string' || !isObject(payload)) {
      this.#log(`Invalidates nothing, for it lacks a subscriptionField or a payload: ${JSON.stringify(invalidation)}`);
      return;
    }
    for (const subscription of [...(this.#open.get(subscriptionField) ?? [])]) {
      const { invalidationFilter } = subscription;
      if (invalidationFilter !== undefined && matchesFilter(invalidationFilter, payload)) subscription.end();
    }
  }
}
