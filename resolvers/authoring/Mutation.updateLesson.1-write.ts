import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationUpdateLessonArgs } from '../../generated/schema.ts';
import { lessonCopy, lessonCopyKeys } from '../../model/course-copy.ts';
import { lessonIn } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { lessonLine, refusedLesson, saysThat, updatedLesson, type LessonItem } from '../../model/lesson.ts';
import { withLesson } from '../../model/outline.ts';
import { causeOf } from '../steps/caller.ts';
import { replaceCopies } from '../steps/copies.ts';
import { denyIf } from '../steps/deny.ts';
import { courseOf, courseWrites, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { orError } from '../steps/or-error.ts';
import { outgrown } from '../steps/outline.ts';
import { refuseIf } from '../steps/refuse.ts';
import { putItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationUpdateLessonArgs, EditStash>;

/** The lesson, its line in the outline, and all their copies. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const { lesson } = ctx.stash;
  const { input } = ctx.args;
  if (!lesson || !lessonIn(course, lesson.ulid)) denyIf(ctx, notFound('lesson'));
  const before = lesson as LessonItem;
  if (isRepeated(ctx, course) && saysThat(before, input)) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  refuseIf(stale(ctx, course));
  const after = updatedLesson(before, input, causeOf(ctx));
  refuseIf(refusedLesson(after, input));
  const modules = withLesson(course, lessonLine(after));
  refuseIf(outgrown(course, modules));
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      ...courseWrites(ctx, course, { modules }),
      putItem(ctx, after, {
        expression: '#version = :version',
        names: { '#version': 'version' },
        values: { ':version': before.version },
      }),
      ...replaceCopies(ctx, lessonCopy(after), lessonCopyKeys(after)),
    ],
  };
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
