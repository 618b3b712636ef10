import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { accountKey, notificationPreferencesKey } from '../../model/keys.ts';
import { DEFAULT_PREFERENCES, type Preferences, type PreferencesItem } from '../../model/notification-preferences.ts';
import { denyIf } from '../steps/deny.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

export function request(ctx: Context) {
  const sub = signedInSub(ctx);
  return readItems(ctx, [accountKey(sub), notificationPreferencesKey(sub)], true);
}

export function response(ctx: Context): Preferences {
  orError(ctx);
  const items = itemsRead(ctx);
  const sub = signedInSub(ctx);
  denyIf(ctx, inactiveAccount(pick<AccountItem>(items, accountKey(sub)), util.time.nowISO8601()));
  return pick<PreferencesItem>(items, notificationPreferencesKey(sub)) ?? DEFAULT_PREFERENCES;
}
