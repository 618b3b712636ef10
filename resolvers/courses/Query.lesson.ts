import type { Context } from '@aws-appsync/utils';
import type { Lesson, QueryLessonArgs } from '../../generated/schema.ts';

export function request() {
  return {};
}

export function response(ctx: Context<QueryLessonArgs, object, { result: Lesson }>): Lesson {
  return ctx.prev.result;
}
