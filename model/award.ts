import type { Cause } from './cause.ts';
import { awardKey, type Key } from './keys.ts';

/** What points are given for, and how many. */
export const AWARDS = {
  LESSON_COMPLETED: 10,
  COURSE_COMPLETED: 100,
} as const;

export type AwardRule = keyof typeof AWARDS;

/** Points that a learner has been given for something, once: its key says for what. */
export type AwardItem = Key & {
  readonly entity: 'Award';
  readonly v: 1;
  readonly learnerId: string;
  readonly rule: AwardRule;
  /** Id of what they were given for, such as a lesson's. */
  readonly objectId: string;
  readonly points: number;
  /** Course that they count in. */
  readonly courseId: string;
  /** ISO week that they count in, such as `2026-W47`. */
  readonly week: string;
  /** ISO 8601. */
  readonly awardedAt: string;
  readonly cause: Cause;
};

export function newAward(award: {
  readonly sub: string;
  readonly learnerId: string;
  readonly rule: AwardRule;
  readonly objectId: string;
  readonly courseId: string;
  readonly week: string;
  readonly awardedAt: string;
  readonly cause: Cause;
}): AwardItem {
  const { sub, rule, objectId } = award;
  return {
    ...awardKey(sub, rule, objectId),
    entity: 'Award',
    v: 1,
    learnerId: award.learnerId,
    rule,
    objectId,
    points: AWARDS[rule],
    courseId: award.courseId,
    week: award.week,
    awardedAt: award.awardedAt,
    cause: award.cause,
  };
}
