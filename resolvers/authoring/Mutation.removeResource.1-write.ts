import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationRemoveResourceArgs } from '../../generated/schema.ts';
import { notFound } from '../../model/errors.ts';
import { resourceUlidOf } from '../../model/ids.ts';
import type { LessonResource } from '../../model/lesson-media.ts';
import { withoutResource } from '../../model/lesson-resource.ts';
import { denyIf } from '../steps/deny.ts';
import { lessonOf } from '../steps/editing-lesson.ts';
import { resourceWrites } from '../steps/editing-resources.ts';
import { courseOf, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

type WriteContext = Context<MutationRemoveResourceArgs, EditStash>;

/** The lesson without the resource, all its copies, and the file let go. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const lesson = lessonOf(ctx);
  const ulid = resourceUlidOf(ctx.args.input.resourceId);
  const before = (lesson.resources ?? []).find((resource) => resource.ulid === ulid);
  if (!before && ulid && isRepeated(ctx, course)) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  if (!before) denyIf(ctx, notFound('resource'));
  refuseIf(stale(ctx, course));
  const gone = before as LessonResource;
  return resourceWrites(ctx, lesson, withoutResource(lesson, gone.ulid).resources ?? [], { before: gone });
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
