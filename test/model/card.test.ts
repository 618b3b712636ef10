import { describe, expect, it } from 'vitest';
import { POPULARITY_STEP, toRating } from '../../model/card.ts';
import { HELPFUL_STEP } from '../../model/review.ts';

/** Records that are folded at once, at most. */
const BATCH = 500;

describe('a place by count and time', () => {
  it.each([
    ['learners', POPULARITY_STEP],
    ['votes', HELPFUL_STEP],
  ])('is decided by %s first, for centuries, and a batch of them is a whole number', (_, step) => {
    expect(step).toBeGreaterThan(Date.parse('2250-01-01T00:00:00Z'));
    expect(Number.isSafeInteger(BATCH * step)).toBe(true);
  });
});

describe('a rating', () => {
  it.each([
    [{}, { average: null, count: 0, histogram: [0, 0, 0, 0, 0] }],
    [{ r5: 1 }, { average: 5, count: 1, histogram: [0, 0, 0, 0, 1] }],
    [
      { r1: 1, r2: 0, r4: 2 },
      { average: 3, count: 3, histogram: [1, 0, 0, 2, 0] },
    ],
    [
      { r4: 2, r5: 1 },
      { average: 4.33, count: 3, histogram: [0, 0, 0, 2, 1] },
    ],
    [
      { r4: 1, r5: 2 },
      { average: 4.67, count: 3, histogram: [0, 0, 0, 1, 2] },
    ],
  ])('of %j has a mean of two decimals', (counts, rating) => {
    expect(toRating(counts)).toEqual(rating);
  });
});
