import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationCreateLessonArgs } from '../../generated/schema.ts';
import { moduleIndex } from '../../model/course.ts';
import { courseCopyKeys, lessonCopy, lessonCopyKeys } from '../../model/course-copy.ts';
import { notFound, rateLimited } from '../../model/errors.ts';
import { lessonId, moduleUlidOf } from '../../model/ids.ts';
import { newLesson, newOutlineLesson, type LessonItem } from '../../model/lesson.ts';
import type { MediaFile } from '../../model/media-file.ts';
import { causeOf } from '../steps/caller.ts';
import { getClientToken, madeBefore, madeBeforeOr, putClientToken } from '../steps/client-token.ts';
import { putCopies, updateWithCopies } from '../steps/copies.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import type { OutlineStash, Teaching } from '../steps/teaching.ts';
import { claimUpload } from '../steps/uploads.ts';
import { conditionFailed, NEW, putItem } from '../steps/transaction.ts';

type WriteContext = Context<
  MutationCreateLessonArgs,
  OutlineStash & { lesson: LessonItem; media: MediaFile | null },
  { result: Teaching }
>;

function lessonOf(ctx: WriteContext, ulid: string, now: string): LessonItem {
  const { input } = ctx.args;
  const { course } = ctx.prev.result;
  return newLesson({ courseUlid: course.ulid, ulid, input, media: ctx.stash.media, now, cause: causeOf(ctx) });
}

/** The lesson, its line in the outline, and all their copies, or nothing. The module must still stand where it was read. */
export function request(ctx: WriteContext) {
  if (ctx.stash.refusal) return getClientToken(ctx);
  const lesson = lessonOf(ctx, util.autoUlid(), util.time.nowISO8601());
  ctx.stash.lesson = lesson;
  const { course } = ctx.prev.result;
  const moduleUlid = moduleUlidOf(ctx.args.input.moduleId, course.ulid);
  const index = moduleIndex(course, moduleUlid);
  const outline = updateWithCopies(
    ctx,
    course,
    courseCopyKeys(course),
    {
      expression:
        `SET #modules[${index}].#lessons = list_append(#modules[${index}].#lessons, :lesson), ` +
        '#lessonTotal = #lessonTotal + :one, #version = #version + :one, #cause = :cause',
      names: {
        '#modules': 'modules',
        '#lessons': 'lessons',
        '#lessonTotal': 'lessonTotal',
        '#version': 'version',
        '#cause': 'cause',
      },
      values: { ':lesson': [newOutlineLesson(lesson.ulid, ctx.args.input)], ':one': 1, ':cause': lesson.cause },
    },
    {
      expression: `#modules[${index}].#ulid = :module`,
      names: { '#modules': 'modules', '#ulid': 'ulid' },
      values: { ':module': moduleUlid },
    },
  );
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      outline.owner,
      putItem(ctx, lesson, NEW),
      putClientToken(ctx, { ulid: lesson.ulid, now: lesson.createdAt }),
      ...(lesson.media ? [claimUpload(ctx, lesson.media, lessonId(course.ulid, lesson.ulid))] : []),
      ...outline.copies,
      ...putCopies(ctx, lessonCopy(lesson), lessonCopyKeys(lesson)),
    ],
  };
}

export function response(ctx: WriteContext): LessonItem {
  const made = madeBefore(ctx, 2);
  if (made) return lessonOf(ctx, made.ulid, made.createdAt);
  if (conditionFailed(ctx, 0)) refuseIf(rateLimited());
  if (ctx.stash.media && conditionFailed(ctx, 3)) denyIf(ctx, notFound('upload'));
  orError(ctx);
  const { refusal } = ctx.stash;
  const earlier = refusal ? madeBeforeOr(ctx, refusal) : null;
  return earlier ? lessonOf(ctx, earlier.ulid, earlier.createdAt) : ctx.stash.lesson;
}
