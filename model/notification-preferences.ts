import type {
  DeliveryMode,
  NotificationChannel,
  NotificationPreferences,
  NotificationType,
  QuietHours,
} from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import type { Key } from './keys.ts';
import { CHANNELS, isMandatory, NOTIFICATION_TYPES } from './notification-types.ts';

/** What differs from the defaults, by type and channel. */
export type ChosenModes = Readonly<
  Partial<Record<NotificationType, Readonly<Partial<Record<NotificationChannel, DeliveryMode>>>>>
>;

/** How a person wants to be told. There is none for who has never changed anything. */
export type PreferencesItem = Key & {
  readonly entity: 'NotificationPreferences';
  readonly v: 1;
  readonly modes: ChosenModes;
  /** Times of day, `HH:MM`, in the zone of the account; absent: none. */
  readonly quietHours?: QuietHours;
  /** `HH:MM`; absent: the default. */
  readonly digestAt?: string;
  /** Lets whoever holds it switch off e-mails without signing in. Made when the first e-mail needs it, never shown here. */
  readonly unsubscribeToken?: string;
  readonly version: number;
  readonly cause: Cause;
};

/** What can be preferred, as it stands for one person. */
export type Preferences = Pick<PreferencesItem, 'modes' | 'quietHours' | 'digestAt' | 'version'>;

export const DEFAULT_DIGEST_AT = '08:00';

/** Those of a person who has never changed anything. */
export const DEFAULT_PREFERENCES: Preferences = { modes: {}, version: 0 };

/** How a channel is used for a type: as chosen, but never switched off where it is mandatory. */
export function modeOf(preferences: Preferences, type: NotificationType, channel: NotificationChannel): DeliveryMode {
  const standard = NOTIFICATION_TYPES[type].modes[channel];
  const chosen = preferences.modes[type]?.[channel] ?? standard;
  return chosen === 'OFF' && isMandatory(type, channel) ? standard : chosen;
}

export function toPreferences(preferences: Preferences): NotificationPreferences {
  return {
    types: Object.keys(NOTIFICATION_TYPES).map((name) => {
      const type = name as NotificationType;
      const { category, mandatory } = NOTIFICATION_TYPES[type];
      const channels = CHANNELS.map((channel) => ({ channel, mode: modeOf(preferences, type, channel) }));
      return { type, category, mandatory, channels };
    }),
    quietHours: preferences.quietHours ?? null,
    digestAt: preferences.digestAt ?? DEFAULT_DIGEST_AT,
    version: preferences.version,
  };
}
