import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { QueryCourseArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { courseId } from '../../model/ids.ts';
import { accountKey } from '../../model/keys.ts';
import { claims, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { denyIf } from '../steps/deny.ts';
import { noteForeign } from '../steps/note-access.ts';

type DraftContext = Context<QueryCourseArgs, object, { result: CourseItem }>;

/** A draft that was found by its slug: an index can't be read together with the account. */
export function request(ctx: DraftContext) {
  if (ctx.args.id || ctx.prev.result.status === 'PUBLISHED') runtime.earlyReturn(ctx.prev.result);
  if (!claims(ctx, ['Mentor', 'Admin'])) denyIf(ctx, notFound('course'));
  return get({ key: accountKey(signedInSub(ctx)) });
}

export function response(ctx: DraftContext): CourseItem {
  orError(ctx);
  if (!mayEdit(ctx.prev.result, ctx.result as AccountItem | null)) denyIf(ctx, notFound('course'));
  noteForeign(ctx, ctx.prev.result, [courseId(ctx.prev.result.ulid)]);
  return ctx.prev.result;
}
