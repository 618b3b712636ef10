/**
 * Every copy of a fact that the table holds, with its owner and how it is kept. Erasure walks this list.
 * - snapshot: never updated
 * - refreshed: brought up to date by a job, on an event of the owner's
 * - same write: written in the transaction that changes the owner
 */
export type CopyPolicy = 'snapshot' | 'refreshed' | 'same write';

export interface Copy {
  /** Entity and attribute that hold the copy. */
  readonly copy: `${string}.${string}`;
  /** Entity and attribute that it was copied from. */
  readonly owner: `${string}.${string}`;
  readonly policy: CopyPolicy;
}

export const COPIES: readonly Copy[] = [
  { copy: 'Course.mentor.displayName', owner: 'Account.displayName', policy: 'refreshed' },
  { copy: 'Card.course.mentor.displayName', owner: 'Course.mentor.displayName', policy: 'refreshed' },
  { copy: 'Listing.displayName', owner: 'Account.displayName', policy: 'refreshed' },
  { copy: 'Listing.email', owner: 'Account.email', policy: 'same write' },
  { copy: 'Listing.groups', owner: 'Account.groups', policy: 'same write' },
  { copy: 'Listing.status', owner: 'Account.status', policy: 'same write' },
  { copy: 'BoardTop.rows', owner: 'Account.displayName', policy: 'refreshed' },
  { copy: 'BoardRecent.rows', owner: 'Account.displayName', policy: 'refreshed' },
  { copy: 'Course.modules', owner: 'Lesson.title', policy: 'same write' },
  { copy: 'CourseCopy.title', owner: 'Course.title', policy: 'same write' },
  { copy: 'CourseCopy.subtitle', owner: 'Course.subtitle', policy: 'same write' },
  { copy: 'CourseCopy.courseSlug', owner: 'Course.slug', policy: 'same write' },
  { copy: 'CourseCopy.modules', owner: 'Course.modules', policy: 'same write' },
  { copy: 'CourseCopy.mentor.displayName', owner: 'Account.displayName', policy: 'refreshed' },
  { copy: 'CourseCard.course', owner: 'Course.title', policy: 'same write' },
  { copy: 'CourseCounts.enrolled', owner: 'CourseCard.enrolled', policy: 'refreshed' },
  { copy: 'LessonCopy.title', owner: 'Lesson.title', policy: 'same write' },
  { copy: 'LessonCopy.body', owner: 'Lesson.body', policy: 'same write' },
  { copy: 'LessonCopy.url', owner: 'Lesson.url', policy: 'same write' },
  { copy: 'LessonCopy.media', owner: 'Lesson.media', policy: 'same write' },
  { copy: 'LessonCopy.resources', owner: 'Lesson.resources', policy: 'same write' },
  { copy: 'Lesson.media', owner: 'Upload.contentType', policy: 'snapshot' },
  { copy: 'Lesson.resources', owner: 'Upload.contentType', policy: 'snapshot' },
  { copy: 'Enrollment.course.title', owner: 'Course.title', policy: 'refreshed' },
  { copy: 'Enrollment.course.slug', owner: 'Course.slug', policy: 'refreshed' },
  { copy: 'Enrollment.lessonTotal', owner: 'Course.modules', policy: 'refreshed' },
  { copy: 'Enrollment.nextLesson', owner: 'Course.modules', policy: 'refreshed' },
  { copy: 'Invitation.course.title', owner: 'Course.title', policy: 'snapshot' },
  { copy: 'Invitation.course.slug', owner: 'Course.slug', policy: 'snapshot' },
  { copy: 'ClientToken.input', owner: 'Course.title', policy: 'snapshot' },
  { copy: 'ClientToken.input', owner: 'Course.modules', policy: 'snapshot' },
  { copy: 'ClientToken.input', owner: 'Lesson.title', policy: 'snapshot' },
  { copy: 'ClientToken.input', owner: 'Lesson.body', policy: 'snapshot' },
];
