import { boardCounts } from './board-counts.ts';
import { courseLearning } from './course-learning.ts';
import { courseRating } from './course-rating.ts';
import type { Fold } from './fold.ts';
import { inboxUnread } from './inbox-unread.ts';
import { learnerPoints } from './learner-points.ts';
import { reviewVotes } from './review-votes.ts';

/** Every kind of aggregates. */
export const FOLDS: readonly Fold[] = [
  courseLearning,
  courseRating,
  reviewVotes,
  inboxUnread,
  learnerPoints,
  boardCounts,
];

/** The kind and id of an aggregate's name, or null where there is no such kind. */
export function parseAggregate(name: string, folds: readonly Fold[] = FOLDS): { fold: Fold; id: string } | null {
  const colon = name.indexOf(':');
  const fold = folds.find(({ kind }) => kind === name.slice(0, colon));
  const id = name.slice(colon + 1);
  return fold && colon > 0 && id ? { fold, id } : null;
}
