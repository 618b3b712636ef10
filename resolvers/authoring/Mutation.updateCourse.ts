import type { Context } from '@aws-appsync/utils';
import type { Course, MutationUpdateCourseArgs } from '../../generated/schema.ts';
import { invalid } from '../../model/errors.ts';
import { firstOf, line, range, version } from '../../model/validation.ts';
import { editedCourse } from '../steps/edited-course.ts';
import type { EditStash } from '../steps/editing.ts';
import { refuseIf } from '../steps/refuse.ts';

const AT_LEAST_ONE = 'Give at least one of `title`, `subtitle`, `category`, `level`, `capacity`.';

export function request(ctx: Context<MutationUpdateCourseArgs>) {
  const { input } = ctx.args;
  refuseIf(
    firstOf([
      version(input.version),
      line('title', input.title, 1, 120),
      line('subtitle', input.subtitle, 1, 200),
      line('category', input.category, 1, 60),
      range('capacity', input.capacity, 1, 100_000),
      Object.keys(input).length > 2 ? null : invalid('title', 'atLeastOne', AT_LEAST_ONE),
    ]),
  );
  return {};
}

export function response(ctx: Context<MutationUpdateCourseArgs, EditStash>): Course | null {
  return editedCourse(ctx);
}
