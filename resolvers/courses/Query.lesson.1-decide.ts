import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { Lesson, QueryLessonArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { copiedCourse, copiedLesson, type CourseCopyItem, type LessonCopyItem } from '../../model/course-copy.ts';
import { isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf, lessonUlidOf } from '../../model/ids.ts';
import { courseCopyKey, lessonCopyKey } from '../../model/copy-keys.ts';
import { accountKey, courseKey, enrollmentKey, lessonKey, positionKey } from '../../model/keys.ts';
import { toLesson, type LessonItem } from '../../model/lesson.ts';
import { moduleOf } from '../../model/outline.ts';
import type { PositionItem } from '../../model/position.ts';
import { callerSub, claims } from '../steps/caller.ts';
import { copyDigit } from '../steps/copies.ts';
import { orError } from '../steps/or-error.ts';
import { denyIf } from '../steps/deny.ts';
import { noteForeign } from '../steps/note-access.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

/** The keys of all that the decision needs; those of nobody are left out. */
function keysFor(ctx: DecideContext) {
  const courseUlid = courseUlidOf(ctx.args.courseId);
  const lessonUlid = courseUlid ? lessonUlidOf(ctx.args.id, courseUlid) : null;
  if (!courseUlid || !lessonUlid) return null;
  const sub = callerSub(ctx);
  const isAuthor = sub !== null && claims(ctx, ['Mentor', 'Admin']);
  // A draft has no copies.
  const digit = isAuthor || ctx.stash.reread ? null : copyDigit(ctx);
  return {
    digit,
    course: digit ? courseCopyKey(courseUlid, digit) : courseKey(courseUlid),
    lesson: digit ? lessonCopyKey(courseUlid, lessonUlid, digit) : lessonKey(courseUlid, lessonUlid),
    enrollment: sub ? enrollmentKey(sub, courseUlid) : null,
    position: sub ? positionKey(sub, courseUlid, lessonUlid) : null,
    account: isAuthor ? accountKey(sub) : null,
  };
}

interface LessonStash {
  /** The answer, once there is one. */
  lesson?: Lesson;
  /** Set by the first of two runs when it saw no lesson that the caller may read. */
  reread?: boolean;
}

type DecideContext = Context<QueryLessonArgs, LessonStash>;

/**
 * Runs twice, like `decide-learning`: what the cheap read of the copies does not see is read again, from the course
 * itself, before it is refused.
 */
export function request(ctx: DecideContext) {
  if (ctx.stash.lesson) runtime.earlyReturn(ctx.stash.lesson);
  const keys = keysFor(ctx);
  if (!keys) denyIf(ctx, notFound('lesson'));
  const asked = [keys?.course, keys?.lesson, keys?.enrollment, keys?.position, keys?.account].filter((key) => !!key);
  return readItems(ctx, asked, ctx.stash.reread === true);
}

/** One refusal for a lesson that is not there and one that is not for the caller: no oracle. */
export function response(ctx: DecideContext): Lesson | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  if (!keys) return null;
  const course = keys.digit
    ? copiedCourse(pick<CourseCopyItem>(items, keys.course))
    : pick<CourseItem>(items, keys.course);
  const lesson = keys.digit
    ? copiedLesson(pick<LessonCopyItem>(items, keys.lesson))
    : pick<LessonItem>(items, keys.lesson);
  const enrollment = pick<EnrollmentItem>(items, keys.enrollment);
  const account = pick<AccountItem>(items, keys.account);
  const isReader = (lesson?.preview && course?.status === 'PUBLISHED') || isLive(enrollment);
  // What the outline does not have is removed.
  const moduleUlid = course && lesson ? moduleOf(course, lesson.ulid) : null;
  if (course && lesson && moduleUlid && (isReader || mayEdit(course, account, util.time.nowISO8601()))) {
    if (!isReader) noteForeign(ctx, course, [ctx.args.courseId, ctx.args.id]);
    ctx.stash.lesson = toLesson(lesson, moduleUlid, pick<PositionItem>(items, keys.position));
    return ctx.stash.lesson;
  }
  if (ctx.stash.reread) denyIf(ctx, notFound('lesson'));
  ctx.stash.reread = true;
  return null;
}
