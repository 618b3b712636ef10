import type { Context } from '@aws-appsync/utils';
import type { QueryReviewsArgs, ReviewConnection } from '../../generated/schema.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { pageLimit } from '../../model/validation.ts';
import { denyIf } from '../steps/deny.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<QueryReviewsArgs>) {
  refuseIf(pageLimit(ctx.args.limit));
  if (!courseUlidOf(ctx.args.courseId)) denyIf(ctx, notFound('course'));
  return {};
}

export function response(ctx: Context<QueryReviewsArgs, object, { result: ReviewConnection }>): ReviewConnection {
  return ctx.prev.result;
}
