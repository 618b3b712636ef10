import type { CourseCopying } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import type { CourseItem, CourseMentor } from './course.ts';
import { conflict, type Fault } from './errors.ts';
import { courseId } from './ids.ts';
import { courseKey } from './keys.ts';
import { seatBlocksOf } from './seats.ts';

/**
 * A course that begins as another one is. Its modules and lessons keep their own ULIDs: with the new course's they make
 * new ids. The outline is there at once, the lessons follow piece by piece (`functions/copy-lessons`).
 */
export function courseLike(
  source: CourseItem,
  made: {
    readonly ulid: string;
    readonly slug: string;
    readonly title: string;
    readonly mentor: CourseMentor;
    /** ISO 8601. */
    readonly now: string;
    readonly cause: Cause;
  },
): CourseItem {
  const { subtitle, category, level, capacity, price, lessonTotal, modules } = source;
  const { ulid, slug, title, mentor, now, cause } = made;
  return {
    ...courseKey(ulid),
    entity: 'Course',
    v: 1,
    ulid,
    title,
    slug,
    ...(subtitle ? { subtitle } : {}),
    category,
    level,
    status: 'DRAFT',
    ...(capacity ? { capacity, seatBlocks: seatBlocksOf(capacity) } : {}),
    ...(price ? { price } : {}),
    mentor,
    taughtBy: mentor.id,
    lessonTotal,
    modules,
    copying: { from: source.ulid, copied: 0 },
    version: 1,
    createdAt: now,
    cause,
  };
}

/** Why nobody can change the course yet, or null. */
export function beingCopied({ copying }: Pick<CourseItem, 'copying'>): Fault | null {
  if (!copying) return null;
  return conflict('Its lessons are still being copied. Query `course` until `copying` is null, then try again.');
}

/** How far it is; null once all is there. */
export function toCopying({ copying, lessonTotal }: CourseItem): CourseCopying | null {
  return copying ? { courseId: courseId(copying.from), copied: copying.copied, total: lessonTotal } : null;
}
