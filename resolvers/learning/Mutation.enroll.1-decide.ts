import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationEnrollArgs } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import type { CourseItem } from '../../model/course.ts';
import { copiedCourse, type CourseCopyItem } from '../../model/course-copy.ts';
import { isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { forbidden, notFound, type Denial } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { courseCopyKey } from '../../model/copy-keys.ts';
import { accountKey, courseKey, enrollmentKey } from '../../model/keys.ts';
import { signedInSub } from '../steps/caller.ts';
import type { EnrollStash } from '../steps/enrolling.ts';
import { copyDigit } from '../steps/copies.ts';
import { orError } from '../steps/or-error.ts';
import { denyIf } from '../steps/deny.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type DecideContext = Context<MutationEnrollArgs, EnrollStash>;

function keysFor(ctx: DecideContext) {
  const courseUlid = courseUlidOf(ctx.args.input.courseId) ?? '';
  const sub = signedInSub(ctx);
  return {
    account: accountKey(sub),
    enrollment: enrollmentKey(sub, courseUlid),
    course: ctx.stash.reread ? courseKey(courseUlid) : courseCopyKey(courseUlid, copyDigit(ctx)),
  };
}

/** Who was taken out of a course comes back by invitation alone. */
function removedFrom(enrollment: EnrollmentItem | null): Denial | null {
  if (!enrollment?.removal) return null;
  return forbidden('You were taken out of this course. Ask its mentor for an invitation.');
}

/** Runs twice, like `decide-learning`: what the cheap read of a copy does not see is read again before it is refused. */
export function request(ctx: DecideContext) {
  if (ctx.stash.course) runtime.earlyReturn(null);
  if (!courseUlidOf(ctx.args.input.courseId)) denyIf(ctx, notFound('course'));
  return readItems(ctx, Object.values(keysFor(ctx)), ctx.stash.reread === true);
}

export function response(ctx: DecideContext): null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  const account = pick<AccountItem>(items, keys.account);
  const course = ctx.stash.reread
    ? pick<CourseItem>(items, keys.course)
    : copiedCourse(pick<CourseCopyItem>(items, keys.course));
  const enrollment = pick<EnrollmentItem>(items, keys.enrollment);
  const inactive = inactiveAccount(account, util.time.nowISO8601());
  const closed = course?.status === 'PUBLISHED' ? null : notFound('course');
  const refusal = inactive ?? closed ?? removedFrom(enrollment);
  // A cheap read is enough to write by, under a condition; not to refuse by, nor to say that all is done.
  if (!ctx.stash.reread && (refusal || isLive(enrollment))) {
    ctx.stash.reread = true;
    return null;
  }
  denyIf(ctx, refusal);
  if (course) ctx.stash.course = course;
  ctx.stash.before = enrollment;
  if (isLive(enrollment)) ctx.stash.enrollment = enrollment;
  else if (course?.price) denyIf(ctx, forbidden('This course has a price, and paying is not possible yet.'));
  return null;
}
