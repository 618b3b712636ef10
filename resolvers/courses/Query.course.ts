import type { Context } from '@aws-appsync/utils';
import type { Course, QueryCourseArgs } from '../../generated/schema.ts';
import { toCourse } from '../../model/card.ts';
import type { CourseItem } from '../../model/course.ts';
import { invalid, notFound } from '../../model/errors.ts';
import { slug as slugRule } from '../../model/validation.ts';
import type { CourseStash } from '../steps/course-page.ts';
import { denyIf } from '../steps/deny.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<QueryCourseArgs>) {
  const { id, slug } = ctx.args;
  if ((id && slug) || (!id && !slug)) {
    refuseIf(invalid('id', 'exactlyOne', 'Give exactly one of `id` and `slug`.'));
  }
  if (slugRule('slug', slug)) denyIf(ctx, notFound('course'));
  return {};
}

export function response(ctx: Context<QueryCourseArgs, CourseStash, { result: CourseItem }>): Course {
  return toCourse(ctx.prev.result, ctx.stash.card ?? null);
}
