import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { CourseConnection, QueryCoursesArgs } from '../../generated/schema.ts';
import { catalogueCategory, toCourseSummary, type CardInList } from '../../model/card.ts';
import { CATALOGUE, INDEXES } from '../../model/indexes.ts';
import { DEFAULT_LIMIT, firstOf, line, pageLimit } from '../../model/validation.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';
import { refuseIf } from '../steps/refuse.ts';

function indexFor(ofCategory: boolean, byLearners: boolean) {
  if (byLearners) return ofCategory ? 'popularCoursesOfCategory' : 'popularCourses';
  return ofCategory ? 'publishedCoursesOfCategory' : 'publishedCourses';
}

export function request(ctx: Context<QueryCoursesArgs>) {
  const { category, sort, limit, nextToken } = ctx.args;
  refuseIf(firstOf([pageLimit(limit), line('category', category, 1, 60)]));
  const index = indexFor(!!category, sort === 'POPULAR');
  return {
    operation: 'Query',
    index,
    query: {
      expression: '#partition = :partition',
      expressionNames: { '#partition': INDEXES[index].partitionKey },
      expressionValues: util.dynamodb.toMapValues({
        ':partition': category ? catalogueCategory(category) : CATALOGUE,
      }),
    },
    scanIndexForward: false,
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
}

export function response(ctx: Context): CourseConnection {
  tokenOrError(ctx);
  orError(ctx);
  const page = ctx.result as { items: CardInList[]; nextToken?: string | null };
  return { items: page.items.map((card) => toCourseSummary(card)), nextToken: page.nextToken ?? null };
}
