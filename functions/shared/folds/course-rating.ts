import { cardKey, REVIEW, reviewedBy, REVIEWS } from '../../../model/keys.ts';
import type { Counts, Fold, Item } from './fold.ts';

const STARS: readonly string[] = ['r1', 'r2', 'r3', 'r4', 'r5'];

function countReview({ pk, sk, status, rating }: Item): Counts {
  if (status !== 'PUBLISHED') return {};
  const name = STARS[Number(rating) - 1];
  if (!name) throw new Error(`Review ${pk} ${sk} has the rating ${JSON.stringify(rating)}, which is none from 1 to 5.`);
  return { [name]: 1 };
}

/** How many reviews of a course have one star, two … five: mean and number follow. By the course's ULID. */
export const courseRating: Fold = {
  kind: 'rating',
  names: STARS,
  entity: 'CourseCard',
  totals: cardKey,
  totalsMustExist: true,
  marks: 'own',
  touches: (key) => {
    const of = key.sk.startsWith(REVIEW) ? reviewedBy(key) : null;
    return of ? [of.courseUlid] : [];
  },
  count: (item) => {
    const of = item.sk.startsWith(REVIEW) ? reviewedBy(item) : null;
    return of ? [{ id: of.courseUlid, counts: countReview(item) }] : [];
  },
  sources: (id) => [{ partition: ['pk', `${REVIEWS}${id}`], prefix: REVIEW }],
};
