import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { teaches, type CourseItem } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { accountKey } from '../../model/keys.ts';
import { claims, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

/** A draft is for its mentor and for Admins, by what the account says now. */
export function request(ctx: Context<unknown, object, { result: CourseItem }>) {
  if (ctx.prev.result.status === 'PUBLISHED') runtime.earlyReturn(ctx.prev.result);
  if (!claims(ctx, ['Mentor', 'Admin'])) refuseIf(notFound('course'));
  return get({ key: accountKey(signedInSub(ctx)) });
}

export function response(ctx: Context<unknown, object, { result: CourseItem }>): CourseItem {
  orError(ctx);
  const account = ctx.result as AccountItem | null;
  if (inactiveAccount(account) || !account || !teaches(ctx.prev.result, account)) refuseIf(notFound('course'));
  return ctx.prev.result;
}
