import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationUpdateResourceArgs } from '../../generated/schema.ts';
import { notFound } from '../../model/errors.ts';
import { resourceUlidOf } from '../../model/ids.ts';
import type { LessonResource } from '../../model/lesson-media.ts';
import { isResource, updatedResource, withoutResource } from '../../model/lesson-resource.ts';
import { denyIf } from '../steps/deny.ts';
import { lessonOf } from '../steps/editing-lesson.ts';
import { resourceWrites } from '../steps/editing-resources.ts';
import { courseOf, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { fileRefusal, givenFile } from '../steps/lesson-media.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

type WriteContext = Context<MutationUpdateResourceArgs, EditStash>;

/** The lesson with the resource in its place, all its copies, and the file that it shows instead. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const lesson = lessonOf(ctx);
  const { input } = ctx.args;
  const resources = lesson.resources ?? [];
  const standing = resources.find(({ ulid }) => ulid === resourceUlidOf(input.resourceId));
  if (!standing) denyIf(ctx, notFound('resource'));
  const before = standing as LessonResource;
  if (isRepeated(ctx, course) && isResource(before, input)) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  refuseIf(stale(ctx, course));
  const items = ctx.stash.uploads ?? [];
  const { uploadId } = input;
  const beside = withoutResource(lesson, before.ulid);
  denyIf(ctx, fileRefusal(ctx, items, beside, { uploadId, field: 'uploadId', purpose: 'RESOURCE' }));
  const after = updatedResource(before, input, givenFile(ctx, items, uploadId));
  const changed = resources.map((each) => (each.ulid === after.ulid ? after : each));
  return resourceWrites(ctx, lesson, changed, { before, after });
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
