import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { QueryUserHistoryArgs, UserHistoryConnection } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { subOf } from '../../model/ids.ts';
import { historyKey } from '../../model/account-keys.ts';
import { toUserHistoryEntry, type UserHistoryItem } from '../../model/user-history.ts';
import { DEFAULT_LIMIT } from '../../model/validation.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';

export function request(ctx: Context<QueryUserHistoryArgs, object, { result: AccountItem }>) {
  const { limit, nextToken } = ctx.args;
  const { pk } = historyKey(subOf(ctx.prev.result.id), '', '');
  return {
    operation: 'Query',
    query: { expression: 'pk = :pk', expressionValues: util.dynamodb.toMapValues({ ':pk': pk }) },
    scanIndexForward: false,
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
}

export function response(ctx: Context): UserHistoryConnection {
  tokenOrError(ctx);
  orError(ctx);
  const { items, nextToken } = ctx.result as { items: UserHistoryItem[]; nextToken?: string | null };
  return { items: items.map((item) => toUserHistoryEntry(item)), nextToken: nextToken ?? null };
}
