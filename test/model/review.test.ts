import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HELPFUL_STEP, reviewKeys, type ReviewItem } from '../../model/review.ts';

const review = fc.record({
  courseUlid: fc.constant('01KAXG9Z0000000000000000AA'),
  learnerId: fc.uuid().map((sub) => `usr_${sub}`),
  status: fc.constantFrom('PUBLISHED' as const, 'DELETED' as const, 'REMOVED' as const),
  helpful: fc.option(fc.nat(9_999_999_999), { nil: undefined }),
  createdAt: fc
    .date({ min: new Date('2026-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
});

/** With the votes that the fold has added. */
function keysOf(one: Pick<ReviewItem, 'courseUlid' | 'learnerId' | 'status' | 'createdAt' | 'helpful'>) {
  const keys = reviewKeys(one, Date.parse(one.createdAt));
  return { ...keys, helpfulOrder: keys.helpfulOrder + (one.helpful ?? 0) * HELPFUL_STEP };
}

describe('the keys of a review', () => {
  it('sort by votes, then by time', () => {
    fc.assert(
      fc.property(review, review, (one, other) => {
        const votes = (one.helpful ?? 0) - (other.helpful ?? 0);
        const [a, b] = [keysOf(one), keysOf(other)];
        if (one.createdAt !== other.createdAt) {
          expect(a.reviewedOrder < b.reviewedOrder).toBe(one.createdAt < other.createdAt);
          expect(a.helpfulOrder < b.helpfulOrder).toBe(votes < 0 || (votes === 0 && one.createdAt < other.createdAt));
        }
      }),
    );
  });

  it('bring only a published one into the lists', () => {
    fc.assert(
      fc.property(review, (one) => {
        expect('reviewsOf' in keysOf(one)).toBe(one.status === 'PUBLISHED');
      }),
    );
  });
});
