import { runtime, util } from '@aws-appsync/utils';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { accountKey } from '../../model/keys.ts';
import { signedInSub } from '../steps/caller.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';
import { changesPicture, isDone, STALE, wrongProfile, type ProfileContext } from '../steps/profile-input.ts';
import { refuseIf } from '../steps/refuse.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';
import { ownUploadKey, uploadedFile, uploadRefusal } from '../steps/uploads.ts';

/** Only a change of the picture needs more than the account's own condition: which one it was, and what the new one is. */
export function request(ctx: ProfileContext) {
  const { input } = ctx.args;
  refuseIf(wrongProfile(input));
  if (!changesPicture(input)) runtime.earlyReturn(null);
  const account = accountKey(signedInSub(ctx));
  const upload = ownUploadKey(ctx, input.avatarUploadId ?? '');
  return readItems(ctx, upload ? [account, upload] : [account], true);
}

/** The account as it stands. */
export function response(ctx: ProfileContext): AccountItem | null {
  orError(ctx);
  const { input } = ctx.args;
  const items = itemsRead(ctx);
  const account = pick<AccountItem>(items, accountKey(signedInSub(ctx)));
  denyIf(ctx, inactiveAccount(account, util.time.nowISO8601()));
  if (!account || isDone(input, account)) return account;
  if (account.version !== input.version) refuseIf(STALE);
  const uploadId = input.avatarUploadId ?? null;
  if (uploadId !== null) {
    denyIf(ctx, uploadRefusal(ctx, items, { uploadId, field: 'avatarUploadId', purpose: 'AVATAR' }));
    ctx.stash.picture = uploadedFile(ctx, items, uploadId);
  }
  return account;
}
