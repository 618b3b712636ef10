import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { outlineLessons, type CourseItem } from '../../model/course.ts';
import { copiedCourse, type CourseCopyItem } from '../../model/course-copy.ts';
import { isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf, lessonUlidOf } from '../../model/ids.ts';
import { courseCopyKey } from '../../model/copy-keys.ts';
import { accountKey, courseKey, enrollmentKey } from '../../model/keys.ts';
import { signedInSub } from './caller.ts';
import { copyDigit } from './copies.ts';
import { orError } from './or-error.ts';
import { denyIf } from './deny.ts';
import { itemsRead, pick, readItems } from './table.ts';

/** What a report of progress is decided by. */
export interface Learning {
  readonly course: CourseItem;
  readonly enrollment: EnrollmentItem;
  readonly lessonUlid: string;
}

export interface LearningStash {
  learning?: Learning;
  /** Set by the first of two runs when it saw no enrollment or lesson. */
  reread?: boolean;
}

type LearningContext = Context<{ input: { courseId: string; lessonId: string } }, LearningStash>;

function keysFor(ctx: LearningContext) {
  const { courseId, lessonId } = ctx.args.input;
  const courseUlid = courseUlidOf(courseId) ?? '';
  const sub = signedInSub(ctx);
  return {
    lessonUlid: lessonUlidOf(lessonId, courseUlid),
    account: accountKey(sub),
    enrollment: enrollmentKey(sub, courseUlid),
    course: ctx.stash.reread ? courseKey(courseUlid) : courseCopyKey(courseUlid, copyDigit(ctx)),
  };
}

/**
 * Stands twice in a pipeline: the first run reads eventually consistently, at half the price, and one of the course's
 * copies. Only where that sees no reason to go on does the second run read again, consistently, and the course itself,
 * before it refuses somebody who has just enrolled.
 */
export function request(ctx: LearningContext) {
  if (ctx.stash.learning) runtime.earlyReturn(ctx.stash.learning);
  const keys = keysFor(ctx);
  if (!keys.lessonUlid) denyIf(ctx, notFound('lesson'));
  return readItems(ctx, [keys.account, keys.enrollment, keys.course], ctx.stash.reread === true);
}

export function response(ctx: LearningContext): Learning | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  const account = pick<AccountItem>(items, keys.account);
  const enrollment = pick<EnrollmentItem>(items, keys.enrollment);
  const course = ctx.stash.reread
    ? pick<CourseItem>(items, keys.course)
    : copiedCourse(pick<CourseCopyItem>(items, keys.course));
  const { lessonUlid } = keys;
  const inactive = inactiveAccount(account, util.time.nowISO8601());
  if (!inactive && isLive(enrollment) && course && lessonUlid && outlineLessons(course).includes(lessonUlid)) {
    ctx.stash.learning = { course, enrollment, lessonUlid };
    return ctx.stash.learning;
  }
  if (ctx.stash.reread) denyIf(ctx, inactive ?? notFound('lesson'));
  ctx.stash.reread = true;
  return null;
}
