import type { Context } from '@aws-appsync/utils';
import type { Course, MutationReorderCourseArgs } from '../../generated/schema.ts';
import { refusedResourceOrders } from '../../model/lesson-resource.ts';
import { version } from '../../model/validation.ts';
import { editedCourse } from '../steps/edited-course.ts';
import type { EditStash } from '../steps/editing.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationReorderCourseArgs>) {
  const { version: seen, resources } = ctx.args.input;
  refuseIf(version(seen));
  refuseIf(refusedResourceOrders(resources ?? []));
  return {};
}

export function response(ctx: Context<MutationReorderCourseArgs, EditStash>): Course | null {
  return editedCourse(ctx);
}
