import type { Context } from '@aws-appsync/utils';
import type { Course } from '../../generated/schema.ts';
import { toCourse } from '../../model/card.ts';
import type { CourseItem } from '../../model/course.ts';

export function request() {
  return {};
}

export function response(ctx: Context<object, object, { result: CourseItem }>): Course {
  return toCourse(ctx.prev.result, null);
}
