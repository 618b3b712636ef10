/** Failed sign-ins of a user, by the cloud's clock in milliseconds. */
export interface Failures {
  readonly count: number;
  readonly lastAttemptAt: number;
  readonly lockedUntil: number;
}

export const NO_FAILURES: Failures = { count: 0, lastAttemptAt: 0, lockedUntil: 0 };

const FREE_ATTEMPTS = 5;
const LONGEST_LOCK_MS = 15 * 60_000;
const FORGOTTEN_AFTER_MS = 15 * 60_000;

// The rule, from "Lockout behavior for failed sign-in attempts" in the Cognito Developer Guide: the n-th failure
// locks for 2^(n-5) seconds from the fifth on, at most about 15 minutes. Attempts while locked don't lengthen it.
// A success, or 15 minutes without an attempt, starts over.

export const isLocked = (failures: Failures, now: number): boolean => now < failures.lockedUntil;

export function afterFailure(failures: Failures, now: number): Failures {
  const count = (now - failures.lastAttemptAt >= FORGOTTEN_AFTER_MS ? 0 : failures.count) + 1;
  const lock = count < FREE_ATTEMPTS ? 0 : Math.min(1000 * 2 ** (count - FREE_ATTEMPTS), LONGEST_LOCK_MS);
  return { count, lastAttemptAt: now, lockedUntil: now + lock };
}
