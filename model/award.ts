import type { PointsEntry } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { awardKey, type Key } from './keys.ts';

/** What points are given for, and how many. */
export const AWARDS = {
  LESSON_COMPLETED: 10,
  COURSE_COMPLETED: 100,
  REVIEW_WRITTEN: 5,
} as const;

export type AwardRule = keyof typeof AWARDS;

/**
 * Points that a learner has for something: one item for each thing, since its key says for what. Whatever is done with
 * that thing later corrects them; what the source's newest version is worth stands, in whatever order versions come.
 */
export type AwardItem = Key & {
  readonly entity: 'Award';
  readonly v: 1;
  readonly learnerId: string;
  readonly rule: AwardRule;
  /** Id of what they were given for, such as a lesson's. */
  readonly objectId: string;
  /** 0 where they were taken back. */
  readonly points: number;
  /** Course that they count in. */
  readonly courseId: string;
  /** ISO week that they count in, such as `2026-W47`. */
  readonly week: string;
  /** Of what they were given for: an older version changes nothing. */
  readonly version: number;
  /** When the source became worth this, ISO 8601. */
  readonly awardedAt: string;
  readonly cause: Cause;
};

/** What the ledger's index carries besides its keys: what a list of awards shows. */
export const AWARD_ATTRIBUTES = ['rule', 'objectId', 'points', 'courseId'] as const;

export function newAward(award: {
  readonly sub: string;
  readonly learnerId: string;
  readonly rule: AwardRule;
  readonly objectId: string;
  readonly points: number;
  readonly courseId: string;
  readonly week: string;
  readonly version: number;
  readonly awardedAt: string;
  readonly cause: Cause;
}): AwardItem {
  const { sub, ...rest } = award;
  return { ...awardKey(sub, award.rule, award.objectId), entity: 'Award', v: 1, ...rest };
}

export function toPointsEntry(award: AwardItem): PointsEntry {
  const { rule, points, objectId, courseId, awardedAt } = award;
  return { rule, points: `${points}`, objectId, courseId, awardedAt };
}
