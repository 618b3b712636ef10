import { setTimeout as delay } from 'node:timers/promises';

const ATTEMPTS = 8;
const FIRST_MS = 20;
const LONGEST_MS = 1_000;

/**
 * Tries again what others made fail: a transaction on the same item, a throttled partition. Waits at random, longer each
 * time, about three seconds in all.
 * @param isFinal whether an error is the caller's to judge, at once
 */
export async function withRetries<Result>(
  isFinal: (error: unknown) => boolean,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (isFinal(error) || attempt === ATTEMPTS) throw error;
      await delay(Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
    }
  }
}
