import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationReviewCourseArgs } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import type { CourseItem } from '../../model/course.ts';
import { isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { forbidden, notFound } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { accountKey, courseKey, enrollmentKey, reviewKey } from '../../model/keys.ts';
import { notEnoughDone, type ReviewItem } from '../../model/review.ts';
import { denyIf } from '../steps/deny.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import type { ReviewStash } from '../steps/reviewing.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type DecideContext = Context<MutationReviewCourseArgs, ReviewStash>;

function keysFor(ctx: DecideContext) {
  const courseUlid = courseUlidOf(ctx.args.input.courseId) ?? '';
  const sub = signedInSub(ctx);
  return {
    account: accountKey(sub),
    enrollment: enrollmentKey(sub, courseUlid),
    course: courseKey(courseUlid),
    review: reviewKey(courseUlid, sub),
  };
}

/** Reads consistently: the lesson that made it enough may have been completed a moment ago. */
export function request(ctx: DecideContext) {
  if (!courseUlidOf(ctx.args.input.courseId)) denyIf(ctx, notFound('enrollment'));
  return readItems(ctx, Object.values(keysFor(ctx)), true);
}

/** Hands on the caller's review as it stands, or null. Without an enrollment it is the same whether there is a course. */
export function response(ctx: DecideContext): ReviewItem | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  const account = pick<AccountItem>(items, keys.account);
  denyIf(ctx, inactiveAccount(account, util.time.nowISO8601()));
  const course = pick<CourseItem>(items, keys.course);
  const enrollment = pick<EnrollmentItem>(items, keys.enrollment);
  if (course?.status === 'PUBLISHED' && course.mentor.id === account?.id) {
    denyIf(ctx, forbidden('This course is your own: leave its reviews to those who learn in it.'));
  }
  if (course?.status !== 'PUBLISHED' || !isLive(enrollment)) {
    denyIf(ctx, notFound('enrollment'));
    return null;
  }
  denyIf(ctx, notEnoughDone(course, enrollment));
  ctx.stash.author = account;
  return pick<ReviewItem>(items, keys.review);
}
