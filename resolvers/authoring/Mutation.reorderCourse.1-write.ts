import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationReorderCourseArgs } from '../../generated/schema.ts';
import { hasOrder, reordered, wrongOrder } from '../../model/outline.ts';
import { courseOf, courseWrites, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

type WriteContext = Context<MutationReorderCourseArgs, EditStash>;

/** The outline alone: which module a lesson stands in is written nowhere else. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const { modules: order } = ctx.args.input;
  if (isRepeated(ctx, course) && hasOrder(course, order)) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  refuseIf(stale(ctx, course));
  const modules = reordered(course, order);
  if (!modules) refuseIf(wrongOrder());
  return { operation: 'TransactWriteItems', transactItems: courseWrites(ctx, course, { modules: modules ?? [] }) };
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
