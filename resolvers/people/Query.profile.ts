import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { PublicProfile } from '../../generated/schema.ts';
import { toPublicProfile, type AccountItem } from '../../model/account.ts';
import { callerSub } from '../steps/caller.ts';
import type { AvatarStash } from '../steps/show-avatar.ts';

export function request() {
  return {};
}

export function response(ctx: Context<unknown, AvatarStash, { result: AccountItem }>): PublicProfile {
  const look = { viewer: callerSub(ctx), now: util.time.nowISO8601() };
  return toPublicProfile(ctx.prev.result, look, ctx.stash.avatar ?? null);
}
