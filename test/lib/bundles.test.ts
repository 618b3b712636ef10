import { describe, expect, it } from 'vitest';
import { FUNCTION_BUDGET, readSizes } from '../../bench/sizes.ts';

/** Bytes of those that are over the budget, and what it is that they can't do without. They may not grow either. */
const LARGER: Readonly<Record<string, number>> = {
  // Clients of SES and SNS, luxon for quiet hours, Powertools' idempotency, mails to who has no account.
  deliver: 525_000,
  // The client of S3, which is a quarter of it.
  'audit-index': 445_000,
  // The same, and what knows the types of files.
  'check-upload': 525_000,
  // The same, and what reads CSV.
  'import-roster': 420_000,
};

describe('the bundle of each function', () => {
  const { functions } = readSizes();

  it('keeps the budget', () => {
    expect(Object.keys(functions).length).toBeGreaterThan(10);
    const over = Object.entries(functions).filter(([name, bytes]) => bytes > (LARGER[name] ?? FUNCTION_BUDGET));
    expect(over).toEqual([]);
  });

  it('is no exception where it need not be', () => {
    expect(Object.keys(LARGER).filter((name) => (functions[name] ?? 0) <= FUNCTION_BUDGET)).toEqual([]);
  });
});
