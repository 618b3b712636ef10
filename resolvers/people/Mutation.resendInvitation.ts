import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationResendInvitationArgs, User } from '../../generated/schema.ts';
import { toUserOfAdmin, type AccountItem } from '../../model/account.ts';

export function request() {
  return {};
}

export function response(ctx: Context<MutationResendInvitationArgs, { account: AccountItem }>): User {
  return toUserOfAdmin(ctx.stash.account, util.time.nowISO8601());
}
