import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationUpdateNotificationPreferencesArgs } from '../../generated/schema.ts';
import { conflict } from '../../model/errors.ts';
import { notificationPreferencesKey } from '../../model/keys.ts';
import type { Preferences } from '../../model/notification-preferences.ts';
import { changed, isMadeAlready } from '../../model/notification-preferences-input.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { alone, updateItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationUpdateNotificationPreferencesArgs, object, { result: Preferences }>;

/** An update, not a put: what unsubscribes by e-mail is in the same item and stays. */
export function request(ctx: WriteContext) {
  const { input } = ctx.args;
  const before = ctx.prev.result;
  if (isMadeAlready(before, input)) runtime.earlyReturn(before);
  const { modes, quietHours, digestAt, version } = changed(before, input);
  return alone(
    updateItem(
      ctx,
      notificationPreferencesKey(signedInSub(ctx)),
      {
        expression:
          'SET #entity = :entity, #v = :v, #modes = :modes, #version = :next, #cause = :cause' +
          (quietHours ? ', #quietHours = :quietHours' : '') +
          (digestAt ? ', #digestAt = :digestAt' : '') +
          (quietHours ? '' : ' REMOVE #quietHours'),
        names: {
          '#entity': 'entity',
          '#v': 'v',
          '#modes': 'modes',
          '#version': 'version',
          '#cause': 'cause',
          '#quietHours': 'quietHours',
          ...(digestAt ? { '#digestAt': 'digestAt' } : {}),
        },
        values: {
          ':entity': 'NotificationPreferences',
          ':v': 1,
          ':modes': modes,
          ':next': version,
          ':cause': causeOf(ctx),
          ...(quietHours ? { ':quietHours': quietHours } : {}),
          ...(digestAt ? { ':digestAt': digestAt } : {}),
        },
      },
      {
        expression: input.version === 0 ? 'attribute_not_exists(pk) OR #version = :seen' : '#version = :seen',
        names: { '#version': 'version' },
        values: { ':seen': input.version },
      },
    ),
  );
}

export function response(ctx: WriteContext): Preferences {
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') {
    // The same call may have run at the same time, or before an answer that was lost: it is answered the same.
    const standing = ctx.result as Preferences | null;
    if (standing && isMadeAlready(standing, ctx.args.input)) return standing;
    refuseIf(conflict('Your preferences have changed since you read them. Read them again, then decide.'));
  }
  orError(ctx);
  return ctx.result as Preferences;
}
