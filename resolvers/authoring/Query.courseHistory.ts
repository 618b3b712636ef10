import type { Context } from '@aws-appsync/utils';
import type { CourseChangeConnection, QueryCourseHistoryArgs } from '../../generated/schema.ts';
import { pageLimit } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<QueryCourseHistoryArgs>) {
  refuseIf(pageLimit(ctx.args.limit));
  return {};
}

export function response(ctx: Context<object, object, { result: CourseChangeConnection }>): CourseChangeConnection {
  return ctx.prev.result;
}
