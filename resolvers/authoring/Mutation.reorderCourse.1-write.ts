import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationReorderCourseArgs } from '../../generated/schema.ts';
import { lessonIn, type CourseItem } from '../../model/course.ts';
import { lessonUlidOf } from '../../model/ids.ts';
import { hasResourceOrder, resourcesInOrder, wrongResourceOrder } from '../../model/lesson-resource.ts';
import type { LessonItem } from '../../model/lesson.ts';
import { hasOrder, reordered, wrongOrder } from '../../model/outline.ts';
import { causeOf } from '../steps/caller.ts';
import { lessonPuts } from '../steps/editing-lesson.ts';
import { courseOf, courseWrites, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

type WriteContext = Context<MutationReorderCourseArgs, EditStash>;

/** The outline: which module a lesson stands in is written nowhere else. And the lessons whose resources are ordered. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const { modules: order } = ctx.args.input;
  const orders = resourceOrders(ctx, course);
  const isDone = hasOrder(course, order) && orders.every(({ lesson, ids }) => hasResourceOrder(lesson, ids));
  if (isRepeated(ctx, course) && isDone) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  refuseIf(stale(ctx, course));
  const modules = reordered(course, order);
  if (!modules) refuseIf(wrongOrder());
  const lessons = orders.map(({ lesson, ids }) => ({ lesson, resources: resourcesInOrder(lesson, ids) }));
  if (lessons.some(({ resources }) => !resources)) refuseIf(wrongResourceOrder());
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      ...courseWrites(ctx, course, { modules: modules ?? [] }),
      ...lessons.flatMap(({ lesson, resources }) =>
        lessonPuts(ctx, lesson, {
          ...lesson,
          resources: resources ?? [],
          version: lesson.version + 1,
          cause: causeOf(ctx),
        }),
      ),
    ],
  };
}

/** Each lesson whose resources are to be ordered, with their ids. */
function resourceOrders(ctx: WriteContext, course: CourseItem): { lesson: LessonItem; ids: readonly string[] }[] {
  const orders = ctx.args.input.resources ?? [];
  const found = orders.flatMap(({ lessonId, resourceIds: ids }) => {
    const ulid = lessonUlidOf(lessonId, course.ulid);
    const lesson = (ctx.stash.ordered ?? []).find((each) => each.ulid === ulid);
    return lesson && lessonIn(course, lesson.ulid) ? [{ lesson, ids }] : [];
  });
  if (found.length < orders.length) refuseIf(wrongResourceOrder());
  return found;
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
