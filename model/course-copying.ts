import type { CourseCopying } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import type { CourseItem, CourseMentor, OutlineModule } from './course.ts';
import { conflict, type Fault } from './errors.ts';
import { courseId } from './ids.ts';
import { courseKey, lessonKey } from './keys.ts';
import { lessonLine, type LessonItem } from './lesson.ts';
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

/**
 * A lesson as another course has it. Its resources get ULIDs of their own: by these files are claimed, and let go.
 * @param resourceUlid gives the same for the same resource, however often it is asked
 */
export function lessonLike(
  source: LessonItem,
  courseUlid: string,
  resourceUlid: (ulid: string) => string,
  cause: Cause,
): LessonItem {
  const { next: _, ...lesson } = source;
  const resources = lesson.resources?.map((resource) => ({ ...resource, ulid: resourceUlid(resource.ulid) }));
  return {
    ...lesson,
    ...lessonKey(courseUlid, lesson.ulid),
    courseUlid,
    ...(resources ? { resources } : {}),
    cause,
  };
}

/** The outline with those lessons alone that were there to be copied, as they were then. */
export function copiedOutline(modules: readonly OutlineModule[], lessons: readonly LessonItem[]): OutlineModule[] {
  return modules.map((module) => ({
    ...module,
    lessons: module.lessons.flatMap(({ ulid }) => lessons.filter((lesson) => lesson.ulid === ulid).map(lessonLine)),
  }));
}
