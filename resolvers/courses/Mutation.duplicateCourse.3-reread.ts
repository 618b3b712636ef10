import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { MutationDuplicateCourseArgs } from '../../generated/schema.ts';
import type { CourseItem } from '../../model/course.ts';
import { courseKey } from '../../model/keys.ts';
import { orError } from '../steps/or-error.ts';

type RereadContext = Context<MutationDuplicateCourseArgs, { madeUlid?: string }, { result: CourseItem }>;

/** After a repeated call only: what the first one has made, as far as it is by now. */
export function request(ctx: RereadContext) {
  const { madeUlid } = ctx.stash;
  if (!madeUlid) runtime.earlyReturn(ctx.prev.result);
  return get({ key: courseKey(madeUlid), consistentRead: true });
}

export function response(ctx: RereadContext): CourseItem {
  orError(ctx);
  return ctx.result as CourseItem;
}
