import type { NotificationChannel, NotificationType } from '../../generated/schema.ts';
import { channelDecision, type Reach } from '../../model/channel-decision.ts';
import { isOldNews, type Deliveries, type Delivery } from '../../model/notification.ts';
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

/** Something that a person is told of. */
export interface News {
  readonly type: NotificationType;
  /** When it happened, ISO 8601. */
  readonly happenedAt: string;
}

/**
 * What becomes of a notification on each channel, by what its person prefers at this time. Events come late when they are
 * redriven or replayed: what is no news any more goes to the app's list alone.
 */
export function decideChannels(news: News, recipient: Recipient, now: Date): Deliveries {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, decide(news, channel, recipient, now)]));
}

function decide(news: News, channel: NotificationChannel, recipient: Recipient, now: Date): Delivery {
  const { preferences, reach, timeZone } = recipient;
  const decided = channelDecision(news.type, channel, preferences, reach);
  const at = now.toISOString();
  if (decided.decision === 'SKIP') return { status: 'SKIPPED', reason: decided.reason, at };
  // The list in the app disturbs nobody.
  if (channel === 'IN_APP') return { status: 'SENT', at };
  if (isOldNews(Date.parse(news.happenedAt), now.getTime())) return { status: 'SKIPPED', reason: 'TOO_OLD', at };
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
