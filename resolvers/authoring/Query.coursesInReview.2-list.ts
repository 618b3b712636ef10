import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { AuthoredCourseConnection, QueryCoursesInReviewArgs } from '../../generated/schema.ts';
import { REVIEW_QUEUE } from '../../model/course-change.ts';
import { INDEXES } from '../../model/indexes.ts';
import { DEFAULT_LIMIT } from '../../model/validation.ts';
import { authoredPage } from '../steps/authored-page.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';

export function request(ctx: Context<QueryCoursesInReviewArgs>) {
  return {
    operation: 'Query',
    index: 'coursesInReview',
    query: {
      expression: '#queue = :queue',
      expressionNames: { '#queue': INDEXES.coursesInReview.partitionKey },
      expressionValues: util.dynamodb.toMapValues({ ':queue': REVIEW_QUEUE }),
    },
    limit: ctx.args.limit ?? DEFAULT_LIMIT,
    nextToken: ctx.args.nextToken ?? null,
  };
}

export function response(ctx: Context): AuthoredCourseConnection {
  tokenOrError(ctx);
  orError(ctx);
  return authoredPage(ctx);
}
