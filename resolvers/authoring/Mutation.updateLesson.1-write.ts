import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationUpdateLessonArgs } from '../../generated/schema.ts';
import { lacksDuration } from '../../model/completion.ts';
import { lessonId } from '../../model/ids.ts';
import { kindFault, lacksAddress } from '../../model/lesson-kind.ts';
import { lessonLine, saysThat, updatedLesson } from '../../model/lesson.ts';
import { withLesson } from '../../model/outline.ts';
import { causeOf } from '../steps/caller.ts';
import { denyIf } from '../steps/deny.ts';
import { lessonOf, lessonWrites } from '../steps/editing-lesson.ts';
import { courseOf, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { exchangeFile, givenFile, mediaRefusal } from '../steps/lesson-media.ts';
import { orError } from '../steps/or-error.ts';
import { outgrown } from '../steps/outline.ts';
import { refuseIf } from '../steps/refuse.ts';

type WriteContext = Context<MutationUpdateLessonArgs, EditStash>;

/** The lesson, its line in the outline, and all their copies, and the file that it plays instead. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const before = lessonOf(ctx);
  const { input } = ctx.args;
  if (isRepeated(ctx, course) && saysThat(before, input)) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  refuseIf(stale(ctx, course));
  const items = ctx.stash.uploads ?? [];
  const uploadId = input.mediaUploadId;
  const after = updatedLesson(before, input, givenFile(ctx, items, uploadId), causeOf(ctx));
  refuseIf(lacksDuration(after.completion, after.durationSeconds));
  refuseIf(kindFault(after.kind, input) ?? lacksAddress(after.kind, after.url));
  const beside = { resources: before.resources ?? [] };
  denyIf(ctx, mediaRefusal(ctx, items, beside, { kind: after.kind, uploadId }));
  const modules = withLesson(course, lessonLine(after));
  refuseIf(outgrown(course, modules));
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      ...lessonWrites(ctx, before, after, { modules }),
      ...exchangeFile(ctx, before.media, after.media, lessonId(course.ulid, after.ulid)),
    ],
  };
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
