import { reviewedBy, reviewKey, REVIEWS, VOTE, type Key } from '../../../model/keys.ts';
import { HELPFUL_STEP } from '../../../model/review.ts';
import type { Fold } from './fold.ts';

const BETWEEN = '/';

/** Id of the review that is voted on: its course's ULID and its author's sub. */
function reviewOf(key: Key): string | null {
  const of = key.sk.startsWith(VOTE) ? reviewedBy(key) : null;
  return of && `${of.courseUlid}${BETWEEN}${of.sub}`;
}

function partsOf(id: string): [courseUlid: string, sub: string] {
  const [courseUlid = '', sub = ''] = id.split(BETWEEN);
  return [courseUlid, sub];
}

/** How many people find a review helpful, and its place among others by that. */
export const reviewVotes: Fold = {
  kind: 'helpful',
  names: ['helpful', 'helpfulOrder'],
  entity: 'Review',
  totals: (id) => reviewKey(...partsOf(id)),
  totalsMustExist: true,
  marks: 'own',
  touches: (key) => {
    const id = reviewOf(key);
    return id ? [id] : [];
  },
  count: (item) => {
    const id = reviewOf(item);
    return id && item['helpful'] === true ? [{ id, counts: { helpful: 1, helpfulOrder: HELPFUL_STEP } }] : [];
  },
  sources: (id) => {
    const [courseUlid, sub] = partsOf(id);
    return [{ partition: ['pk', `${REVIEWS}${courseUlid}`], prefix: `${VOTE}${sub}#` }];
  },
  // Before anybody has voted, reviews are in the order in which they were written.
  base: ({ createdAt }) => ({ helpfulOrder: Date.parse(String(createdAt)) || 0 }),
};
