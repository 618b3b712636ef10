import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { SubscriptionOnCourseUpdatedArgs } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { courseCopyKey } from '../../model/copy-keys.ts';
import { copiedCourse, type CourseCopyItem } from '../../model/course-copy.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { accountKey, courseKey, enrollmentKey } from '../../model/keys.ts';
import { signedInSub } from '../steps/caller.ts';
import { copyDigit } from '../steps/copies.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

interface WatchStash {
  mayWatch?: boolean;
  /** Set by the first of two runs when it saw no course that the caller may watch. */
  reread?: boolean;
}

type DecideContext = Context<SubscriptionOnCourseUpdatedArgs, WatchStash>;

function keysFor(ctx: DecideContext) {
  const courseUlid = courseUlidOf(ctx.args.id) ?? '';
  const sub = signedInSub(ctx);
  return {
    course: ctx.stash.reread ? courseKey(courseUlid) : courseCopyKey(courseUlid, copyDigit(ctx)),
    account: accountKey(sub),
    enrollment: enrollmentKey(sub, courseUlid),
  };
}

/** Runs twice, like `decide-learning`: what the cheap read of a copy does not see is read again before it is refused. */
export function request(ctx: DecideContext) {
  if (ctx.stash.mayWatch) runtime.earlyReturn(null);
  if (!courseUlidOf(ctx.args.id)) denyIf(ctx, notFound('course'));
  return readItems(ctx, Object.values(keysFor(ctx)), ctx.stash.reread === true);
}

export function response(ctx: DecideContext): null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  const course = ctx.stash.reread
    ? pick<CourseItem>(items, keys.course)
    : copiedCourse(pick<CourseCopyItem>(items, keys.course));
  const account = pick<AccountItem>(items, keys.account);
  const now = util.time.nowISO8601();
  if (account) denyIf(ctx, inactiveAccount(account, now));
  const isReader = course?.status === 'PUBLISHED' || isLive(pick<EnrollmentItem>(items, keys.enrollment));
  ctx.stash.mayWatch = !!course && (isReader || mayEdit(course, account, now));
  if (ctx.stash.reread && !ctx.stash.mayWatch) denyIf(ctx, notFound('course'));
  ctx.stash.reread = true;
  return null;
}
