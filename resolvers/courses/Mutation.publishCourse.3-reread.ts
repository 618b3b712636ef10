import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { MutationPublishCourseArgs } from '../../generated/schema.ts';
import type { CourseItem } from '../../model/course.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { courseKey } from '../../model/keys.ts';
import { orError } from '../steps/or-error.ts';
import type { PublishStash } from '../steps/publishing.ts';

type RereadContext = Context<MutationPublishCourseArgs, PublishStash>;

/** After a lost race only: overlapping transactions cancel each other, and the other may be the same call. */
export function request(ctx: RereadContext) {
  if (ctx.stash.published) runtime.earlyReturn(null);
  return get({ key: courseKey(courseUlidOf(ctx.args.input.id) ?? ''), consistentRead: true });
}

export function response(ctx: RereadContext): null {
  orError(ctx);
  ctx.stash.course = ctx.result as CourseItem;
  return null;
}
