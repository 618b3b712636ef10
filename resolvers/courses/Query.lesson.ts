import type { Context } from '@aws-appsync/utils';
import type { Lesson, QueryLessonArgs } from '../../generated/schema.ts';
import { toLesson } from '../../model/lesson.ts';
import type { Reading } from '../steps/decide-lesson.ts';

export function request() {
  return {};
}

export function response(ctx: Context<QueryLessonArgs, object, { result: Reading }>): Lesson {
  const { lesson, moduleUlid, position } = ctx.prev.result;
  return toLesson(lesson, moduleUlid, position);
}
