import type { Context } from '@aws-appsync/utils';
import type { Course, MutationPublishCourseArgs } from '../../generated/schema.ts';
import { toCourse, type CourseItem } from '../../model/course.ts';
import { range } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationPublishCourseArgs>) {
  refuseIf(range('version', ctx.args.input.version, 1, 2_147_483_647));
  return {};
}

export function response(ctx: Context<MutationPublishCourseArgs, object, { result: CourseItem }>): Course {
  return toCourse(ctx.prev.result);
}
