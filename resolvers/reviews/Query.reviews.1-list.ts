import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { QueryReviewsArgs } from '../../generated/schema.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { INDEXES } from '../../model/indexes.ts';
import { DEFAULT_LIMIT } from '../../model/validation.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';
import type { ReviewPage } from '../steps/reviewing.ts';

/** The next request reads each author's account and the course: DynamoDB reads 100 items at once. */
const MOST_AUTHORS = 99;

export function request(ctx: Context<QueryReviewsArgs>) {
  const { courseId, sort, limit, nextToken } = ctx.args;
  const index = sort === 'HELPFUL' ? 'helpfulReviewsOfCourse' : 'reviewsOfCourse';
  return {
    operation: 'Query',
    index,
    query: {
      expression: '#course = :course',
      expressionNames: { '#course': INDEXES[index].partitionKey },
      expressionValues: util.dynamodb.toMapValues({ ':course': courseUlidOf(courseId) }),
    },
    scanIndexForward: false,
    limit: Math.min(limit ?? DEFAULT_LIMIT, MOST_AUTHORS),
    nextToken: nextToken ?? null,
  };
}

export function response(ctx: Context<QueryReviewsArgs>): ReviewPage {
  tokenOrError(ctx);
  orError(ctx);
  return ctx.result as ReviewPage;
}
