import type { CoursePoints, Points } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { courseId, userId } from './ids.ts';
import { pointsBucket, type Key } from './keys.ts';

/** Attributes of `PointsItem` that hold the points of one week begin with this, … */
export const WEEK_POINTS = 'week#';
/** … and of one course with this. */
export const COURSE_POINTS = 'course#';

/**
 * The sums of a learner's awards. Each sum is an attribute of its own, because `ADD` makes one that is missing but no
 * map around it: a batch of awards is one update, without a read.
 */
export type PointsItem = Key & {
  readonly entity: 'Points';
  readonly v: 1;
  readonly learnerId: string;
  readonly total: number;
  /** Sum of the awards' versions: of two states the one with more is the newer. */
  readonly version: number;
  /** Key of the index of everybody with points. */
  readonly pointsBucket: string;
  readonly cause: Cause;
  /** By ISO week; the current one and the one before. */
  readonly [week: `${typeof WEEK_POINTS}${string}`]: number;
  /** By the course's ULID. */
  readonly [course: `${typeof COURSE_POINTS}${string}`]: number;
};

/** What the sums carry besides themselves. */
export function pointsStamp(sub: string): Pick<PointsItem, 'learnerId' | 'pointsBucket'> {
  return { learnerId: userId(sub), pointsBucket: pointsBucket(sub) };
}

/** Points at which each level begins; the first is level 1. */
const LEVELS = [0, 100, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000];

export function levelOf(total: number): number {
  return Math.max(1, LEVELS.filter((start) => start <= total).length);
}

/** Points at which the next level begins, or null at the last one. */
function nextLevelAt(total: number): number | null {
  return LEVELS[levelOf(total)] ?? null;
}

export function pointsInWeek(points: PointsItem | null, week: string): number {
  return points?.[`${WEEK_POINTS}${week}`] ?? 0;
}

export function pointsInCourse(points: PointsItem | null, courseUlid: string): number {
  return points?.[`${COURSE_POINTS}${courseUlid}`] ?? 0;
}

/** By course, in the order in which the courses were made. */
function coursesOf(points: PointsItem): CoursePoints[] {
  return Object.keys(points)
    .filter((name) => name.startsWith(COURSE_POINTS))
    .sort()
    .map((name) => {
      const ulid = name.slice(COURSE_POINTS.length);
      return { courseId: courseId(ulid), points: `${pointsInCourse(points, ulid)}` };
    });
}

/** @param points null where the learner has never had any */
export function toPoints(points: PointsItem | null, week: string): Points {
  const total = points?.total ?? 0;
  const next = nextLevelAt(total);
  return {
    total: `${total}`,
    level: levelOf(total),
    nextLevelAt: next === null ? null : `${next}`,
    week: `${pointsInWeek(points, week)}`,
    courses: points ? coursesOf(points) : [],
  };
}
