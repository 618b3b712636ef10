import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationAddResourceArgs } from '../../generated/schema.ts';
import { fullResources, isResource, newResource } from '../../model/lesson-resource.ts';
import { denyIf } from '../steps/deny.ts';
import { lessonOf } from '../steps/editing-lesson.ts';
import { resourceWrites } from '../steps/editing-resources.ts';
import { courseOf, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { fileRefusal, givenFile } from '../steps/lesson-media.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

type WriteContext = Context<MutationAddResourceArgs, EditStash>;

/** The lesson with one more at the end, all its copies, and the claim of the file. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const lesson = lessonOf(ctx);
  const { input } = ctx.args;
  const resources = lesson.resources ?? [];
  if (isRepeated(ctx, course) && resources.slice(-1).some((last) => isResource(last, input))) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  refuseIf(stale(ctx, course));
  refuseIf(fullResources(lesson));
  const items = ctx.stash.uploads ?? [];
  const { uploadId } = input;
  denyIf(ctx, fileRefusal(ctx, items, lesson, { uploadId, field: 'uploadId', purpose: 'RESOURCE' }));
  const after = newResource(util.autoUlid(), input, givenFile(ctx, items, uploadId));
  return resourceWrites(ctx, lesson, [...resources, after], { after });
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
