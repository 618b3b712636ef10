import type { Review, ReviewStatus } from '../generated/schema.ts';
import { toProfile, type AccountItem } from './account.ts';
import type { Cause } from './cause.ts';
import type { CourseItem } from './course.ts';
import { standingIn, type EnrollmentItem } from './enrollment.ts';
import { forbidden, type DomainError } from './errors.ts';
import { courseId, reviewId } from './ids.ts';
import type { Key } from './keys.ts';
import { percent } from './progress.ts';

/** What a learner says of a course: one for each learner and course. A deleted one stays, without what was said. */
export type ReviewItem = Key & {
  readonly entity: 'Review';
  readonly v: 1;
  readonly courseUlid: string;
  readonly learnerId: string;
  readonly status: ReviewStatus;
  /** 1 to 5; absent once deleted, like the text and the reply. */
  readonly rating?: number;
  readonly text?: string;
  readonly reply?: { readonly text: string; readonly mentorId: string; readonly at: string };
  /** Votes, as the fold has counted them; absent while there is none. No resolver writes it. */
  readonly helpful?: number;
  /** ISO 8601. A review that is written again after its deletion keeps it: nobody moves up by that. */
  readonly createdAt: string;
  /** When the author changed it last. */
  readonly updatedAt: string;
  /** Goes up with every change by a person; votes leave it alone. */
  readonly version: number;
  readonly reviewsOf?: string;
  readonly reviewedOrder?: string;
  readonly helpfulOrder?: number;
  readonly cause: Cause;
};

/** How much of a course one must have done to review it, in percent of its lessons. */
const ENOUGH_PERCENT = 20;

/** Bytes of UTF-8, of a review's text and of a reply's. */
export const MAX_REVIEW_BYTES = 2_000;

/** Attributes that the indexes of reviews carry besides their keys: what a list of reviews shows. */
export const REVIEW_ATTRIBUTES = [
  'courseUlid',
  'learnerId',
  'status',
  'rating',
  'text',
  'reply',
  'helpful',
  'createdAt',
  'updatedAt',
  'version',
] as const;

/** More than the milliseconds of any time, so that one vote more weighs more than the age. */
export const HELPFUL_STEP = 10_000_000_000_000;

/**
 * The keys by which lists find a review that nobody has voted for. Without `reviewsOf`, which only a published one has,
 * it is in no list, so whoever counts votes adds to `helpful` and `helpfulOrder`, whatever the status is, and brings none
 * back.
 * @param createdMs `createdAt` in milliseconds since the epoch
 */
export function reviewKeys(
  review: Pick<ReviewItem, 'courseUlid' | 'learnerId' | 'status' | 'createdAt'>,
  createdMs: number,
): Required<Pick<ReviewItem, 'reviewedOrder' | 'helpfulOrder'>> & Pick<ReviewItem, 'reviewsOf'> {
  return {
    reviewedOrder: `${review.createdAt}#${review.learnerId}`,
    helpfulOrder: createdMs,
    ...(review.status === 'PUBLISHED' ? { reviewsOf: review.courseUlid } : {}),
  };
}

/** Why the learner can't review yet, or null. Whoever has completed a course has done enough, however it grows. */
export function notEnoughDone(course: CourseItem, enrollment: EnrollmentItem): DomainError | null {
  const done = percent(standingIn(course, enrollment));
  if (enrollment.status === 'COMPLETED' || done >= ENOUGH_PERCENT) return null;
  return forbidden(
    `Complete at least ${ENOUGH_PERCENT} % of the lessons before you review the course; you are at ${done} %.`,
  );
}

/** @param author null where the account is gone */
export function toReview(review: ReviewItem, author: AccountItem | null): Review {
  const { courseUlid, learnerId, status, createdAt, updatedAt, version, reply } = review;
  return {
    id: reviewId(courseUlid, learnerId),
    courseId: courseId(courseUlid),
    author: author ? toProfile(author) : null,
    status,
    rating: review.rating ?? null,
    text: review.text ?? null,
    helpful: review.helpful ?? 0,
    reply: reply ? { text: reply.text, repliedAt: reply.at } : null,
    createdAt,
    updatedAt,
    version,
  };
}
