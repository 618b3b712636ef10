import { hash } from 'node:crypto';
import type { Clock } from '../clock.ts';

type Input = Readonly<Record<string, unknown>>;

/** AWS knows a token again for ten minutes after the request that used it has finished. */
const lifetimeMs = 10 * 60 * 1000;

/**
 * The engine knows the tokens of transactions by the machine's clock. By the cloud's clock a token may be over, and is
 * then a new one: the engine gets another name of it.
 */
export class TransactionTokens {
  readonly #clock: Clock;
  /** When each was used first, oldest first. */
  readonly #usedAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The request with the token as the engine is to know it. */
  named(operation: string, input: Input): Input {
    const token = input['ClientRequestToken'];
    // A malformed one is the engine's to refuse.
    if (operation !== 'TransactWriteItems' || typeof token !== 'string' || token === '' || token.length > 36)
      return input;
    const now = this.#clock.now();
    for (const [used, time] of this.#usedAt) {
      if (time + lifetimeMs > now) break;
      this.#usedAt.delete(used);
    }
    const usedAt = this.#usedAt.get(token) ?? now;
    this.#usedAt.set(token, usedAt);
    return { ...input, ClientRequestToken: hash('md5', `${token} ${usedAt}`) };
  }
}
