import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { AuthoredCourseConnection, QueryMyCoursesArgs } from '../../generated/schema.ts';
import { userId } from '../../model/ids.ts';
import { INDEXES } from '../../model/indexes.ts';
import { DEFAULT_LIMIT } from '../../model/validation.ts';
import { authoredPage } from '../steps/authored-page.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';

/** Of the caller alone: the key is made of who they are. */
export function request(ctx: Context<QueryMyCoursesArgs>) {
  const { status, limit, nextToken } = ctx.args;
  const filter = {
    expression: '#status = :status',
    expressionNames: { '#status': 'status' },
    expressionValues: util.dynamodb.toMapValues({ ':status': status }),
  };
  return {
    operation: 'Query',
    index: 'coursesOfMentor',
    query: {
      expression: '#mentor = :mentor',
      expressionNames: { '#mentor': INDEXES.coursesOfMentor.partitionKey },
      expressionValues: util.dynamodb.toMapValues({ ':mentor': userId(signedInSub(ctx)) }),
    },
    ...(status ? { filter } : {}),
    scanIndexForward: false,
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
}

export function response(ctx: Context): AuthoredCourseConnection {
  tokenOrError(ctx);
  orError(ctx);
  return authoredPage(ctx);
}
