import type { Context } from '@aws-appsync/utils';
import type { MutationUpdateNotificationPreferencesArgs, NotificationPreferences } from '../../generated/schema.ts';
import { toPreferences, type Preferences } from '../../model/notification-preferences.ts';
import { refusedChange } from '../../model/notification-preferences-input.ts';
import { refuseIf } from '../steps/refuse.ts';

type ChangeContext = Context<MutationUpdateNotificationPreferencesArgs, object, { result: Preferences }>;

export function request(ctx: ChangeContext) {
  refuseIf(refusedChange(ctx.args.input));
  return {};
}

export function response(ctx: ChangeContext): NotificationPreferences {
  return toPreferences(ctx.prev.result);
}
