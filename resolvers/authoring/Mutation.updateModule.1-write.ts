import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationUpdateModuleArgs } from '../../generated/schema.ts';
import { moduleIndex } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { moduleUlidOf } from '../../model/ids.ts';
import { withModuleTitle } from '../../model/outline.ts';
import { denyIf } from '../steps/deny.ts';
import { courseOf, courseWrites, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { orError } from '../steps/or-error.ts';
import { outgrown } from '../steps/outline.ts';
import { refuseIf } from '../steps/refuse.ts';

type WriteContext = Context<MutationUpdateModuleArgs, EditStash>;

export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const ulid = moduleUlidOf(ctx.args.input.moduleId, course.ulid) ?? '';
  const title = ctx.args.input.title.trim();
  const module = course.modules[moduleIndex(course, ulid)];
  if (!module) denyIf(ctx, notFound('module'));
  if (module?.title === title && isRepeated(ctx, course)) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  refuseIf(stale(ctx, course));
  const modules = withModuleTitle(course, ulid, title);
  refuseIf(outgrown(course, modules));
  return { operation: 'TransactWriteItems', transactItems: courseWrites(ctx, course, { modules }) };
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
