import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { QueryAnnouncementsArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { accountKey, courseKey, enrollmentKey } from '../../model/keys.ts';
import { signedInSub } from '../steps/caller.ts';
import { denyIf } from '../steps/deny.ts';
import { noteForeign } from '../steps/note-access.ts';
import { orError } from '../steps/or-error.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type DecideContext = Context<QueryAnnouncementsArgs>;

function keysFor(ctx: DecideContext) {
  const sub = signedInSub(ctx);
  const courseUlid = courseUlidOf(ctx.args.courseId) ?? '';
  return { account: accountKey(sub), course: courseKey(courseUlid), enrollment: enrollmentKey(sub, courseUlid) };
}

export function request(ctx: DecideContext) {
  if (!courseUlidOf(ctx.args.courseId)) denyIf(ctx, notFound('course'));
  return readItems(ctx, Object.values(keysFor(ctx)), true);
}

/** Who learns there, or teaches it. */
export function response(ctx: DecideContext): null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  if (isLive(pick<EnrollmentItem>(items, keys.enrollment))) return null;
  const course = pick<CourseItem>(items, keys.course);
  const account = pick<AccountItem>(items, keys.account);
  if (!course || !mayEdit(course, account, util.time.nowISO8601())) denyIf(ctx, notFound('course'));
  else noteForeign(ctx, course, [ctx.args.courseId]);
  return null;
}
