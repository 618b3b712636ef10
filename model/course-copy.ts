import type { CourseItem } from './course.ts';
import { copyDigits, copyQuarters, courseCopyKey, lessonCopyKey, slugCopyKey } from './copy-keys.ts';
import type { Key } from './keys.ts';
import type { CourseCounts } from './card.ts';
import type { Cause } from './cause.ts';
import type { LessonItem } from './lesson.ts';

/**
 * A published course as callers read it: what a million read at nine lies in as many partitions as there are copies.
 * Written in the transaction that writes the course, so each says what the course says.
 */
export type CourseCopyItem = Omit<CourseItem, 'entity' | 'slug' | 'taughtBy'> & {
  readonly entity: 'CourseCopy';
  /** The course's slug, by a name that no index knows. The copies are in no index. */
  readonly courseSlug: string;
};

/** A lesson as callers read it. */
export type LessonCopyItem = Omit<LessonItem, 'entity'> & { readonly entity: 'LessonCopy' };

/** What a card counts, as a course page by slug reads it. Written after the card, by its record in the stream. */
export type CountsCopyItem = Key &
  CourseCounts & {
    readonly entity: 'CourseCounts';
    readonly v: 1;
    /** Sequence number of the card's record, as long as all others. */
    readonly sequence: string;
    readonly cause: Cause;
  };

/** Number of copies that a published course says it has. */
export const COURSE_COPIES = copyDigits().length + copyQuarters().length;

/** Keys of all copies of a course. */
export function courseCopyKeys({ ulid, slug }: Pick<CourseItem, 'ulid' | 'slug'>): Key[] {
  return [
    ...copyDigits().map((digit) => courseCopyKey(ulid, digit)),
    ...copyQuarters().map((digit) => slugCopyKey(slug, digit)),
  ];
}

/** Keys of all copies of a lesson. */
export function lessonCopyKeys({ courseUlid, ulid }: Pick<LessonItem, 'courseUlid' | 'ulid'>): Key[] {
  return copyQuarters().map((digit) => lessonCopyKey(courseUlid, ulid, digit));
}

/** What each copy says of the course. Put under each of its keys. */
export function courseCopy({ entity: _entity, slug, taughtBy: _taughtBy, ...course }: CourseItem): CourseCopyItem {
  return { ...course, entity: 'CourseCopy', courseSlug: slug };
}

/** The course that a copy shows. */
export function copiedCourse(copy: CourseCopyItem | null): CourseItem | null {
  if (!copy) return null;
  const { courseSlug, ...course } = copy;
  return { ...course, entity: 'Course', slug: courseSlug, taughtBy: course.mentor.id };
}

export function lessonCopy(lesson: LessonItem): LessonCopyItem {
  return { ...lesson, entity: 'LessonCopy' };
}

export function copiedLesson(copy: LessonCopyItem | null): LessonItem | null {
  return copy ? { ...copy, entity: 'Lesson' } : null;
}
