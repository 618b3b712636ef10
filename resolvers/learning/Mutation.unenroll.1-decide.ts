import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationUnenrollArgs } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { accountKey, enrollmentKey } from '../../model/keys.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { denyIf } from '../steps/deny.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type DecideContext = Context<MutationUnenrollArgs>;

function keysFor(ctx: DecideContext) {
  const sub = signedInSub(ctx);
  const courseUlid = courseUlidOf(ctx.args.input.courseId) ?? '';
  return { account: accountKey(sub), enrollment: enrollmentKey(sub, courseUlid) };
}

export function request(ctx: DecideContext) {
  if (!courseUlidOf(ctx.args.input.courseId)) denyIf(ctx, notFound('enrollment'));
  return readItems(ctx, Object.values(keysFor(ctx)), true);
}

export function response(ctx: DecideContext): EnrollmentItem | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  denyIf(ctx, inactiveAccount(pick<AccountItem>(items, keys.account), util.time.nowISO8601()));
  const enrollment = pick<EnrollmentItem>(items, keys.enrollment);
  if (!enrollment) denyIf(ctx, notFound('enrollment'));
  return enrollment;
}
