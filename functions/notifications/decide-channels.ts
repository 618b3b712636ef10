import type { NotificationChannel, NotificationType } from '../../generated/schema.ts';
import { channelDecision, type Reach } from '../../model/channel-decision.ts';
import type { Deliveries, Delivery } from '../../model/notification.ts';
import { DEFAULT_DIGEST_AT, type Preferences } from '../../model/notification-preferences.ts';
import { CHANNELS } from '../../model/notification-types.ts';
import { endOfQuietHours, nextDigest } from '../shared/schedule.ts';

/** What the decision needs to know of a person. */
export interface Recipient {
  readonly preferences: Preferences;
  readonly reach: Reach;
  /** IANA name. */
  readonly timeZone: string;
}

/** What becomes of a notification on each channel, by what its person prefers at this time. */
export function decideChannels(type: NotificationType, recipient: Recipient, now: Date): Deliveries {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, decide(type, channel, recipient, now)]));
}

function decide(type: NotificationType, channel: NotificationChannel, recipient: Recipient, now: Date): Delivery {
  const { preferences, reach, timeZone } = recipient;
  const decided = channelDecision(type, channel, preferences, reach);
  const at = now.toISOString();
  if (decided.decision === 'SKIP') return { status: 'SKIPPED', reason: decided.reason, at };
  // The list in the app disturbs nobody.
  if (channel === 'IN_APP') return { status: 'SENT', at };
  if (decided.decision === 'DIGEST') {
    const { digestAt = DEFAULT_DIGEST_AT } = preferences;
    // Who has chosen its hour wants it then, in quiet hours too.
    const dueAt = nextDigest(now, timeZone, decided.mode, digestAt);
    return {
      status: 'PENDING',
      reason: decided.mode === 'DAILY' ? 'DAILY_DIGEST' : 'WEEKLY_DIGEST',
      dueAt: dueAt.toISOString(),
    };
  }
  const { quietHours } = preferences;
  const quietEnd = quietHours ? endOfQuietHours(now, timeZone, quietHours) : null;
  return quietEnd ? { status: 'PENDING', reason: 'QUIET_HOURS', dueAt: quietEnd.toISOString() } : { status: 'PENDING' };
}
