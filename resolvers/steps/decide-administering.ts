import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { notAdmin, type AccountItem } from '../../model/account.ts';
import { notFound } from '../../model/errors.ts';
import { userSubOf } from '../../model/ids.ts';
import { accountKey } from '../../model/keys.ts';
import { signedInSub } from './caller.ts';
import { denyIf } from './deny.ts';
import { orError } from './or-error.ts';
import { itemsRead, pick, readItems } from './table.ts';

type AdministeringContext = Context<{
  readonly id?: string;
  readonly userId?: string;
  readonly input?: { readonly userId: string };
}>;

function targetSub({ args }: AdministeringContext): string | null {
  return userSubOf(args.input?.userId ?? args.userId ?? args.id ?? '');
}

/** What an Admin does to an account, or reads of it, is decided by both accounts as they stand. */
export function request(ctx: AdministeringContext) {
  const own = signedInSub(ctx);
  const sub = targetSub(ctx) ?? own;
  return readItems(ctx, sub === own ? [accountKey(own)] : [accountKey(own), accountKey(sub)], true);
}

/** The account that it is about. */
export function response(ctx: AdministeringContext): AccountItem | null {
  orError(ctx);
  const items = itemsRead(ctx);
  denyIf(ctx, notAdmin(pick<AccountItem>(items, accountKey(signedInSub(ctx))), util.time.nowISO8601()));
  const sub = targetSub(ctx);
  const account = sub ? pick<AccountItem>(items, accountKey(sub)) : null;
  if (!account) denyIf(ctx, notFound('person'));
  return account;
}
