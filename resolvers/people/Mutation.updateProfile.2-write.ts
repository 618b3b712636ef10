import { runtime, util } from '@aws-appsync/utils';
import { inactiveAccount, isActiveNow, type AccountItem } from '../../model/account.ts';
import { notFound } from '../../model/errors.ts';
import { userId } from '../../model/ids.ts';
import { accountKey } from '../../model/keys.ts';
import type { MediaFile } from '../../model/media-file.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';
import { changesPicture, isDone, profileChanges, STALE, type ProfileContext } from '../steps/profile-input.ts';
import { refuseIf } from '../steps/refuse.ts';
import { alone, conditionFailed, standingItem, updateItem } from '../steps/transaction.ts';
import { claimUpload, releaseUpload } from '../steps/uploads.ts';

type WriteContext = ProfileContext<AccountItem | null>;

/** The picture as the account carries it: the name of its file is not for those who see it. */
function nameless({ owner, ulid, versionId, contentType, bytes }: MediaFile): MediaFile {
  return { owner, ulid, versionId, contentType, bytes };
}

/** What the account will have otherwise; an empty one goes. */
function changesOf({ args, stash }: WriteContext): Record<string, unknown> {
  const changes: Record<string, unknown> = profileChanges(args.input);
  if (changesPicture(args.input)) changes['avatar'] = stash.picture ? nameless(stash.picture) : '';
  return changes;
}

/** The file that was shown, and the one that is to be, where they are not the same. */
function claims(ctx: WriteContext, account: AccountItem) {
  const by = userId(signedInSub(ctx));
  const { picture } = ctx.stash;
  if (picture?.ulid === account.avatar?.ulid) return [];
  return [
    ...(picture ? [claimUpload(ctx, picture, by)] : []),
    ...(account.avatar ? [releaseUpload(ctx, account.avatar, by)] : []),
  ];
}

/** The account's own condition decides, whether or not it was read before. */
function write(ctx: WriteContext, changes: Record<string, unknown>) {
  const set = Object.keys(changes).filter((name) => changes[name] !== '');
  const removed = Object.keys(changes).filter((name) => changes[name] === '');
  const names: Record<string, string> = { '#version': 'version', '#cause': 'cause' };
  const values: Record<string, unknown> = { ':one': 1, ':cause': causeOf(ctx) };
  for (const name of Object.keys(changes)) names[`#${name}`] = name;
  for (const name of set) values[`:${name}`] = changes[name];
  const active = isActiveNow(util.time.nowISO8601());
  const expression =
    `SET ${set.map((name) => `#${name} = :${name}, `).join('')}#version = #version + :one, #cause = :cause` +
    (removed.length > 0 ? ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}` : '');
  return updateItem(
    ctx,
    accountKey(signedInSub(ctx)),
    { expression, names, values },
    {
      expression: `${active.expression} AND #version = :version`,
      names: { ...active.names, '#version': 'version' },
      values: { ...active.values, ':version': ctx.args.input.version },
    },
  );
}

/** A transaction does not answer what it has written. */
function changed(account: AccountItem, changes: Record<string, unknown>): AccountItem {
  const after: Record<string, unknown> = { ...account, version: account.version + 1 };
  for (const name of Object.keys(changes)) after[name] = changes[name] === '' ? undefined : changes[name];
  return after as unknown as AccountItem;
}

export function request(ctx: WriteContext) {
  const account = ctx.prev.result;
  if (account && isDone(ctx.args.input, account)) runtime.earlyReturn(account);
  const changes = changesOf(ctx);
  const uploads = account ? claims(ctx, account) : [];
  if (!account || uploads.length === 0) return alone(write(ctx, changes));
  ctx.stash.after = changed(account, changes);
  return { operation: 'TransactWriteItems', transactItems: [write(ctx, changes), ...uploads] };
}

function standing(ctx: WriteContext): AccountItem | null {
  return ctx.stash.after ? standingItem<AccountItem>(ctx, 0) : (ctx.result as AccountItem | null);
}

export function response(ctx: WriteContext): AccountItem {
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException' || conditionFailed(ctx, 0)) {
    const account = standing(ctx);
    denyIf(ctx, inactiveAccount(account, util.time.nowISO8601()));
    if (account && isDone(ctx.args.input, account)) return account;
    refuseIf(STALE);
  }
  // The sweep was faster.
  if (ctx.stash.picture && conditionFailed(ctx, 1)) denyIf(ctx, notFound('upload'));
  orError(ctx);
  return ctx.stash.after ?? (ctx.result as AccountItem);
}
