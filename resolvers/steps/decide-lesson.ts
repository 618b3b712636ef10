import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { AccountItem } from '../../model/account.ts';
import type { CourseItem } from '../../model/course.ts';
import { copiedCourse, copiedLesson, type CourseCopyItem, type LessonCopyItem } from '../../model/course-copy.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf, lessonUlidOf } from '../../model/ids.ts';
import { courseCopyKey, lessonCopyKey } from '../../model/copy-keys.ts';
import { accountKey, courseKey, enrollmentKey, lessonKey, positionKey } from '../../model/keys.ts';
import { lessonNow, type LessonItem } from '../../model/lesson.ts';
import { lessonAccess, type LessonAccess } from '../../model/lesson-access.ts';
import { moduleOf } from '../../model/outline.ts';
import type { PositionItem } from '../../model/position.ts';
import { callerSub, claims } from './caller.ts';
import { copyDigit } from './copies.ts';
import { orError } from './or-error.ts';
import { denyIf } from './deny.ts';
import { noteForeign } from './note-access.ts';
import { itemsRead, pick, readItems } from './table.ts';

/** The keys of all that the decision needs; those of nobody are left out. */
function keysFor(ctx: DecideContext) {
  const courseUlid = courseUlidOf(ctx.args.courseId);
  const lessonUlid = courseUlid ? lessonUlidOf(lessonIdIn(ctx), courseUlid) : null;
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
    // Whoever reads a lesson needs none; a file's URL goes on working after it was given.
    account: sub && (isAuthor || ctx.args.lessonId) ? accountKey(sub) : null,
  };
}

/** The field calls it `id` or `lessonId`. */
function lessonIdIn({ args }: DecideContext): string {
  return args.lessonId ?? args.id ?? '';
}

/** A lesson that the caller may read. */
export interface Reading {
  readonly lesson: LessonItem;
  readonly moduleUlid: string;
  readonly access: LessonAccess;
  /** Of who is signed in, where the field is given `lessonId`; else of authors alone. */
  readonly account: AccountItem | null;
  /** Where the caller left it; null if they never said. */
  readonly position: PositionItem | null;
}

interface LessonStash {
  /** Once there is one. */
  reading?: Reading;
  /** Set by the first of two runs when it saw no lesson that the caller may read. */
  reread?: boolean;
}

type DecideContext = Context<
  { readonly courseId: string; readonly id?: string; readonly lessonId?: string },
  LessonStash
>;

/**
 * Runs twice, like `decide-learning`: what the cheap read of the copies does not see is read again, from the course
 * itself, before it is refused.
 */
export function request(ctx: DecideContext) {
  if (ctx.stash.reading) runtime.earlyReturn(ctx.stash.reading);
  const keys = keysFor(ctx);
  if (!keys) denyIf(ctx, notFound('lesson'));
  const asked = [keys?.course, keys?.lesson, keys?.enrollment, keys?.position, keys?.account].filter((key) => !!key);
  return readItems(ctx, asked, ctx.stash.reread === true);
}

/** One refusal for a lesson that is not there and one that is not for the caller: no oracle. */
export function response(ctx: DecideContext): Reading | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  if (!keys) return null;
  const course = keys.digit
    ? copiedCourse(pick<CourseCopyItem>(items, keys.course))
    : pick<CourseItem>(items, keys.course);
  const read = keys.digit
    ? copiedLesson(pick<LessonCopyItem>(items, keys.lesson))
    : pick<LessonItem>(items, keys.lesson);
  const lesson = course && lessonNow(course, read);
  const enrollment = pick<EnrollmentItem>(items, keys.enrollment);
  const account = pick<AccountItem>(items, keys.account);
  // What the outline does not have is removed.
  const moduleUlid = course && lesson ? moduleOf(course, lesson.ulid) : null;
  const access = course && lesson && lessonAccess({ course, lesson, enrollment, account, now: util.time.nowISO8601() });
  if (course && lesson && moduleUlid && access) {
    if (access === 'AUTHOR') noteForeign(ctx, course, [ctx.args.courseId, lessonIdIn(ctx)]);
    const position = pick<PositionItem>(items, keys.position);
    ctx.stash.reading = { lesson, moduleUlid, access, account, position };
    return ctx.stash.reading;
  }
  if (ctx.stash.reread) denyIf(ctx, notFound('lesson'));
  ctx.stash.reread = true;
  return null;
}
