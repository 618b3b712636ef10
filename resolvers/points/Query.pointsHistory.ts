import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { PointsEntryConnection, QueryPointsHistoryArgs } from '../../generated/schema.ts';
import { toPointsEntry, type AwardItem } from '../../model/award.ts';
import { userId } from '../../model/ids.ts';
import { INDEXES } from '../../model/indexes.ts';
import { DEFAULT_LIMIT, pageLimit } from '../../model/validation.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';
import { refuseIf } from '../steps/refuse.ts';

/** The caller's own part of the index: no token or argument leads out of it. */
export function request(ctx: Context<QueryPointsHistoryArgs>) {
  const { limit, nextToken } = ctx.args;
  refuseIf(pageLimit(limit));
  return {
    operation: 'Query',
    index: 'latestAwards',
    query: {
      expression: '#learner = :learner',
      expressionNames: { '#learner': INDEXES.latestAwards.partitionKey },
      expressionValues: util.dynamodb.toMapValues({ ':learner': userId(signedInSub(ctx)) }),
    },
    scanIndexForward: false,
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
}

export function response(ctx: Context): PointsEntryConnection {
  tokenOrError(ctx);
  orError(ctx);
  const page = ctx.result as { items: AwardItem[]; nextToken?: string | null };
  return { items: page.items.map((award) => toPointsEntry(award)), nextToken: page.nextToken ?? null };
}
