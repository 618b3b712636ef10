import type { AccountItem } from './account.ts';
import { mayEdit, type CourseItem } from './course.ts';
import { isLive, type EnrollmentItem } from './enrollment.ts';
import type { LessonItem } from './lesson.ts';

/** By what right somebody reads a lesson: it is a preview, they are enrolled, or they may change it. */
export type LessonAccess = 'PREVIEW' | 'LEARNER' | 'AUTHOR';

/** By what right the caller reads the lesson, the commonest first; null: to them it is not there. */
export function lessonAccess(by: {
  readonly course: CourseItem;
  readonly lesson: LessonItem;
  readonly enrollment: EnrollmentItem | null;
  readonly account: AccountItem | null;
  /** ISO 8601 in UTC. */
  readonly now: string;
}): LessonAccess | null {
  const { course, lesson, enrollment, account, now } = by;
  if (lesson.preview && course.status === 'PUBLISHED') return 'PREVIEW';
  if (isLive(enrollment)) return 'LEARNER';
  return mayEdit(course, account, now) ? 'AUTHOR' : null;
}
