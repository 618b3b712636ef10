import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { Avatar } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { avatarFor, toAvatar } from '../../model/avatar.ts';
import { callerSub } from './caller.ts';
import { orError } from './or-error.ts';
import { signedFiles, signFiles } from './sign-files.ts';

export interface AvatarStash {
  /** Of the account that the field answers with, where it was asked for and may be seen. */
  avatar?: Avatar | undefined;
}

type AvatarContext = Context<object, AvatarStash, { result: AccountItem }>;

/** An aliased picture goes by its alias, so whatever has fields of its own may be it. */
function isAskedFor({ info }: AvatarContext): boolean {
  return info.selectionSetList.some((path) => path === 'avatar' || path.includes('/'));
}

/** Has the picture of the account signed, where there is one to be shown. */
export function request(ctx: AvatarContext) {
  const account = ctx.prev.result;
  const picture = avatarFor(account, { viewer: callerSub(ctx), now: util.time.nowISO8601() });
  if (!picture || !isAskedFor(ctx)) runtime.earlyReturn(account);
  return signFiles([picture]);
}

export function response(ctx: AvatarContext): AccountItem {
  orError(ctx);
  const account = ctx.prev.result;
  const [avatar] = signedFiles(ctx).map((signed) => toAvatar(account.id, signed));
  ctx.stash.avatar = avatar;
  return account;
}
