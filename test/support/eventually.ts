import { vi } from 'vitest';

/** Longer than anything here takes on a busy machine: what fails, fails, and what is slow passes. */
const LIMIT_MS = 30_000;

/** Tries a check until it holds. @returns what it returned */
export function eventually<Result>(check: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(check, LIMIT_MS);
}
