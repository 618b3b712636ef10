import { setTimeout as delay } from 'node:timers/promises';

const firstMs = 100;
const longestMs = 1000;

/**
 * Waits between attempts, by the machine's time: 100 ms, then twice as long each time, a second at most. How long AWS's
 * pollers wait isn't documented.
 */
export class Backoff {
  #nextMs = firstMs;

  async wait(): Promise<void> {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(longestMs, ms * 2);
    await delay(ms);
  }

  reset(): void {
    this.#nextMs = firstMs;
  }
}
