import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { QueryUserArgs, User } from '../../generated/schema.ts';
import { toUserOfAdmin, type AccountItem } from '../../model/account.ts';
import { givenIds, noteAccess } from '../steps/note-access.ts';

export function request() {
  return {};
}

export function response(ctx: Context<QueryUserArgs, object, { result: AccountItem }>): User {
  noteAccess(ctx, 'read', givenIds(ctx));
  return toUserOfAdmin(ctx.prev.result, util.time.nowISO8601());
}
