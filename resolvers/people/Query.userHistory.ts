import type { Context } from '@aws-appsync/utils';
import type { QueryUserHistoryArgs, UserHistoryConnection } from '../../generated/schema.ts';
import { pageLimit } from '../../model/validation.ts';
import { givenIds, noteAccess } from '../steps/note-access.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<QueryUserHistoryArgs>) {
  refuseIf(pageLimit(ctx.args.limit));
  return {};
}

export function response(
  ctx: Context<QueryUserHistoryArgs, object, { result: UserHistoryConnection }>,
): UserHistoryConnection {
  noteAccess(ctx, 'read', givenIds(ctx));
  return ctx.prev.result;
}
