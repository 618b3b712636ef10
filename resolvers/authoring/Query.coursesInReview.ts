import type { Context } from '@aws-appsync/utils';
import type { AuthoredCourseConnection, QueryCoursesInReviewArgs } from '../../generated/schema.ts';
import { pageLimit } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<QueryCoursesInReviewArgs>) {
  refuseIf(pageLimit(ctx.args.limit));
  return {};
}

export function response(ctx: Context<object, object, { result: AuthoredCourseConnection }>): AuthoredCourseConnection {
  return ctx.prev.result;
}
