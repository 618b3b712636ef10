import type { Context } from '@aws-appsync/utils';
import type { Lesson, QueryLessonArgs } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { teaches, type CourseItem } from '../../model/course.ts';
import { isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf, lessonUlidOf } from '../../model/ids.ts';
import { accountKey, courseKey, enrollmentKey, lessonKey, positionKey } from '../../model/keys.ts';
import { toLesson, type LessonItem } from '../../model/lesson.ts';
import type { PositionItem } from '../../model/position.ts';
import { callerSub, claims } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

/** The keys of all that the decision needs; those of nobody are left out. */
function keysFor(ctx: Context<QueryLessonArgs>) {
  const courseUlid = courseUlidOf(ctx.args.courseId);
  const lessonUlid = courseUlid ? lessonUlidOf(ctx.args.id, courseUlid) : null;
  if (!courseUlid || !lessonUlid) return null;
  const sub = callerSub(ctx);
  return {
    course: courseKey(courseUlid),
    lesson: lessonKey(courseUlid, lessonUlid),
    enrollment: sub ? enrollmentKey(sub, courseUlid) : null,
    position: sub ? positionKey(sub, courseUlid, lessonUlid) : null,
    account: sub && claims(ctx, ['Mentor', 'Admin']) ? accountKey(sub) : null,
  };
}

export function request(ctx: Context<QueryLessonArgs>) {
  const keys = keysFor(ctx);
  if (!keys) refuseIf(notFound('lesson'));
  return readItems(
    ctx,
    Object.values(keys ?? {}).filter((key) => key !== null),
    false,
  );
}

/** Enrolled, its mentor or an Admin; a published course's preview lessons are for everybody. */
function mayRead(
  course: CourseItem,
  lesson: LessonItem,
  enrollment: EnrollmentItem | null,
  account: AccountItem | null,
) {
  if (lesson.preview && course.status === 'PUBLISHED') return true;
  return isLive(enrollment) || (account !== null && inactiveAccount(account) === null && teaches(course, account));
}

/** One refusal for a lesson that is not there and one that is not for the caller: no oracle. */
export function response(ctx: Context<QueryLessonArgs>): Lesson | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  if (!keys) return null;
  const course = pick<CourseItem>(items, keys.course);
  const lesson = pick<LessonItem>(items, keys.lesson);
  const enrollment = pick<EnrollmentItem>(items, keys.enrollment);
  const account = pick<AccountItem>(items, keys.account);
  if (!course || !lesson || !mayRead(course, lesson, enrollment, account)) {
    refuseIf(notFound('lesson'));
    return null;
  }
  return toLesson(lesson, pick<PositionItem>(items, keys.position)?.positionSeconds ?? null);
}
