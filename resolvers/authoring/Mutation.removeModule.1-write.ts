import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationRemoveModuleArgs } from '../../generated/schema.ts';
import { moduleIndex } from '../../model/course.ts';
import { conflict, notFound } from '../../model/errors.ts';
import { moduleUlidOf } from '../../model/ids.ts';
import { withoutModule } from '../../model/outline.ts';
import { denyIf } from '../steps/deny.ts';
import { courseOf, courseWrites, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

type WriteContext = Context<MutationRemoveModuleArgs, EditStash>;

const NOT_EMPTY = 'The module still has lessons. Remove them, or put them elsewhere with `reorderCourse`, first.';

export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const ulid = moduleUlidOf(ctx.args.input.moduleId, course.ulid) ?? '';
  if (!ulid) denyIf(ctx, notFound('module'));
  const module = course.modules[moduleIndex(course, ulid)];
  if (!module && isRepeated(ctx, course)) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  if (!module) denyIf(ctx, notFound('module'));
  refuseIf(stale(ctx, course));
  if (module && module.lessons.length > 0) refuseIf(conflict(NOT_EMPTY));
  const modules = withoutModule(course, ulid);
  return { operation: 'TransactWriteItems', transactItems: courseWrites(ctx, course, { modules }) };
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
