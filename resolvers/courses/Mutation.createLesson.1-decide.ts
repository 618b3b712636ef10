import type { Context } from '@aws-appsync/utils';
import type { MutationCreateLessonArgs } from '../../generated/schema.ts';
import { underWay } from '../../model/course-draft.ts';
import { moduleIndex } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { moduleUlidOf } from '../../model/ids.ts';
import type { MediaFile } from '../../model/media-file.ts';
import { givenFile, givenUploadKeys, mediaRefusal } from '../steps/lesson-media.ts';
import { orError } from '../steps/or-error.ts';
import { fullOutline } from '../steps/outline.ts';
import { itemsRead } from '../steps/table.ts';
import { judgeTeaching, readTeaching, type OutlineStash, type Teaching } from '../steps/teaching.ts';

type DecideContext = Context<MutationCreateLessonArgs, OutlineStash & { media?: MediaFile | null }>;

export function request(ctx: DecideContext) {
  return readTeaching(ctx, ctx.args.input.courseId, givenUploadKeys(ctx, ctx.args.input.mediaUploadId));
}

export function response(ctx: DecideContext): Teaching | null {
  orError(ctx);
  const { courseId, moduleId } = ctx.args.input;
  const teaching = judgeTeaching(ctx, courseId);
  if (teaching) {
    const { course } = teaching;
    const isThere = moduleIndex(course, moduleUlidOf(moduleId, course.ulid)) >= 0;
    const items = itemsRead(ctx);
    const refusal = isThere ? (underWay(course) ?? fullOutline(course)) : notFound('module');
    const { kind, mediaUploadId } = ctx.args.input;
    ctx.stash.refusal = refusal ?? mediaRefusal(ctx, items, {}, { kind, uploadId: mediaUploadId });
    ctx.stash.media = givenFile(ctx, items, mediaUploadId);
  }
  return teaching;
}
