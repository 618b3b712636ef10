import type { Context } from '@aws-appsync/utils';
import type { Course, MutationCreateCourseArgs } from '../../generated/schema.ts';
import { toCourse } from '../../model/card.ts';
import type { CourseItem } from '../../model/course.ts';
import { clientToken, currency, firstOf, line, range, slug } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationCreateCourseArgs>) {
  const { input } = ctx.args;
  refuseIf(
    firstOf([
      clientToken(input.clientToken),
      line('title', input.title, 1, 120),
      slug('slug', input.slug),
      line('subtitle', input.subtitle, 1, 200),
      line('category', input.category, 1, 60),
      range('capacity', input.capacity, 1, 100_000),
      range('price.amount', input.price?.amount, 1, 100_000_000),
      currency('price.currency', input.price?.currency),
    ]),
  );
  return {};
}

export function response(ctx: Context<MutationCreateCourseArgs, object, { result: CourseItem }>): Course {
  return toCourse(ctx.prev.result, null);
}
