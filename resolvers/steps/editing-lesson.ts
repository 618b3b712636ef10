import type { Context as AnyContext } from '@aws-appsync/utils';
import { lessonCopy, lessonCopyKeys } from '../../model/course-copy.ts';
import { lessonIn } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import type { LessonItem } from '../../model/lesson.ts';
import { replaceCopies } from './copies.ts';
import { denyIf } from './deny.ts';
import { courseOf, courseWrites, type CourseChanges, type EditInput, type EditStash } from './editing.ts';
import { putItem } from './transaction.ts';

type Context = AnyContext<{ input: EditInput }, EditStash>;

/** The lesson that this round is about. What the outline does not have is removed. */
export function lessonOf(ctx: Context): LessonItem {
  const { lesson } = ctx.stash;
  if (!lesson || !lessonIn(courseOf(ctx), lesson.ulid)) denyIf(ctx, notFound('lesson'));
  return lesson as LessonItem;
}

/**
 * The parts of a transaction that change a lesson: itself, its copies, and its course, whose version guards it.
 * @param changes of the course, besides its version
 */
export function lessonWrites(ctx: Context, before: LessonItem, after: LessonItem, changes: CourseChanges) {
  return [...courseWrites(ctx, courseOf(ctx), changes), ...lessonPuts(ctx, before, after)];
}

/** Those of the lesson alone, beside the course's own. */
export function lessonPuts(ctx: Context, before: LessonItem, after: LessonItem) {
  return [
    putItem(ctx, after, {
      expression: '#version = :version',
      names: { '#version': 'version' },
      values: { ':version': before.version },
    }),
    ...replaceCopies(ctx, lessonCopy(after), lessonCopyKeys(after)),
  ];
}
