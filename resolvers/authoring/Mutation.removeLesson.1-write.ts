import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationRemoveLessonArgs } from '../../generated/schema.ts';
import { lessonCopyKeys } from '../../model/course-copy.ts';
import { lessonIn } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { lessonUlidOf } from '../../model/ids.ts';
import { lessonKey } from '../../model/keys.ts';
import { withoutLesson } from '../../model/outline.ts';
import { denyIf } from '../steps/deny.ts';
import { courseOf, courseWrites, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { releaseFiles } from '../steps/lesson-media.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { deleteItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationRemoveLessonArgs, EditStash>;

/** The lesson, its line in the outline, all their copies, and its files let go. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const ulid = lessonUlidOf(ctx.args.input.lessonId, course.ulid) ?? '';
  if (!ulid) denyIf(ctx, notFound('lesson'));
  const isThere = lessonIn(course, ulid) !== undefined;
  if (!isThere && isRepeated(ctx, course)) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  if (!isThere) denyIf(ctx, notFound('lesson'));
  refuseIf(stale(ctx, course));
  const keys = [lessonKey(course.ulid, ulid), ...lessonCopyKeys({ courseUlid: course.ulid, ulid })];
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      ...courseWrites(ctx, course, {
        modules: withoutLesson(course, ulid),
        lessonTotal: course.lessonTotal - 1,
      }),
      ...keys.map((key) => deleteItem(ctx, key)),
      ...(ctx.stash.lesson ? releaseFiles(ctx, ctx.stash.lesson) : []),
    ],
  };
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
