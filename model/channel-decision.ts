import type { NotificationChannel, NotificationType } from '../generated/schema.ts';
import { modeOf, type Preferences } from './notification-preferences.ts';
import type { DeliveryReason } from './notification.ts';

/** What a person can be reached by, and whether there is still something to tell. */
export interface Reach {
  readonly email: boolean;
  /** The e-mail address bounced or complained before, or its owner has unsubscribed from everything. */
  readonly suppressed: boolean;
  readonly phoneNumber: boolean;
  readonly device: boolean;
  /** The notification was read in the app. */
  readonly read: boolean;
}

export type ChannelDecision =
  | { readonly decision: 'SEND' }
  | { readonly decision: 'DIGEST'; readonly mode: 'DAILY' | 'WEEKLY' }
  | { readonly decision: 'SKIP'; readonly reason: DeliveryReason };

function unreachable(channel: NotificationChannel, reach: Reach): DeliveryReason | null {
  if (channel === 'IN_APP') return null;
  if (channel === 'EMAIL' && !reach.email) return 'NO_ADDRESS';
  if (channel === 'EMAIL' && reach.suppressed) return 'SUPPRESSED';
  if (channel === 'SMS' && !reach.phoneNumber) return 'NO_PHONE_NUMBER';
  if (channel === 'PUSH' && !reach.device) return 'NO_DEVICE';
  return reach.read ? 'ALREADY_READ' : null;
}

/**
 * Whether a notification goes out on a channel, as far as that needs no clock: quiet hours and the time of a digest
 * come after. Asked again when a delivery that had to wait is due.
 */
export function channelDecision(
  type: NotificationType,
  channel: NotificationChannel,
  preferences: Preferences,
  reach: Reach,
): ChannelDecision {
  const mode = modeOf(preferences, type, channel);
  if (mode === 'OFF') return { decision: 'SKIP', reason: 'SWITCHED_OFF' };
  const reason = unreachable(channel, reach);
  if (reason) return { decision: 'SKIP', reason };
  return mode === 'IMMEDIATE' ? { decision: 'SEND' } : { decision: 'DIGEST', mode };
}
