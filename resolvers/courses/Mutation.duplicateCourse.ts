import type { Context } from '@aws-appsync/utils';
import type { Course, MutationDuplicateCourseArgs } from '../../generated/schema.ts';
import { toCourse } from '../../model/card.ts';
import type { CourseItem } from '../../model/course.ts';
import { clientToken, firstOf, line, slug } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationDuplicateCourseArgs>) {
  const { input } = ctx.args;
  refuseIf(firstOf([clientToken(input.clientToken), line('title', input.title, 1, 120), slug('slug', input.slug)]));
  return {};
}

export function response(ctx: Context<MutationDuplicateCourseArgs, object, { result: CourseItem }>): Course {
  return toCourse(ctx.prev.result, null);
}
