import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { User } from '../../generated/schema.ts';
import { toUser, type AccountItem } from '../../model/account.ts';
import type { AvatarStash } from '../steps/show-avatar.ts';

export function request() {
  return {};
}

export function response(ctx: Context<unknown, AvatarStash, { result: AccountItem }>): User {
  return toUser(ctx.prev.result, util.time.nowISO8601(), ctx.stash.avatar ?? null);
}
