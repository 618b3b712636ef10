import type { Context } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { NotificationPreferences } from '../../generated/schema.ts';
import { notificationPreferencesKey } from '../../model/keys.ts';
import { DEFAULT_PREFERENCES, toPreferences, type PreferencesItem } from '../../model/notification-preferences.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

/** Consistently: who has just changed them goes on from the version that they read here. */
export function request(ctx: Context) {
  return get({ key: notificationPreferencesKey(signedInSub(ctx)), consistentRead: true });
}

export function response(ctx: Context): NotificationPreferences {
  orError(ctx);
  return toPreferences((ctx.result as PreferencesItem | null) ?? DEFAULT_PREFERENCES);
}
