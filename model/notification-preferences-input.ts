import type { PreferenceInput, UpdateNotificationPreferencesInput } from '../generated/schema.ts';
import { invalid, type Fault } from './errors.ts';
import { toPreferences, type ChosenModes, type Preferences } from './notification-preferences.ts';
import { CHANNELS, isMandatory, NOTIFICATION_TYPES } from './notification-types.ts';
import { firstOf, timeOfDay } from './validation.ts';

type Input = Omit<UpdateNotificationPreferencesInput, 'version'>;

function refusedPreference({ type, channel, mode }: PreferenceInput): Fault | null {
  if ((mode === 'DAILY' || mode === 'WEEKLY') && channel !== 'EMAIL') {
    return invalid('preferences', 'digest', `Only EMAIL comes as a digest: choose IMMEDIATE or OFF for ${channel}.`);
  }
  if (mode === 'OFF' && isMandatory(type, channel)) {
    return invalid('preferences', 'mandatory', `${type} can't be switched off for ${channel}: leave it out.`);
  }
  return null;
}

function refusedPreferences(preferences: readonly PreferenceInput[]): Fault | null {
  const most = CHANNELS.length * Object.keys(NOTIFICATION_TYPES).length;
  if (preferences.length > most) {
    return invalid('preferences', 'length', `Give at most ${most} \`preferences\`: each type and channel once.`);
  }
  const named = preferences.map(({ type, channel }) => `${type} ${channel}`);
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  if (twice) return invalid('preferences', 'unique', `Name each type and channel once: ${twice} is there twice.`);
  return firstOf(preferences.map((preference) => refusedPreference(preference)));
}

/** What is wrong with the input, whatever is preferred so far, or null. */
export function refusedChange({ preferences, quietHours, noQuietHours, digestAt }: Input): Fault | null {
  if (quietHours && noQuietHours) {
    return invalid('noQuietHours', 'exclusive', 'Give `quietHours` or `noQuietHours`, not both.');
  }
  if (quietHours && quietHours.start === quietHours.end) {
    const message =
      'Give `quietHours` an `end` that differs from its `start`; to be told nothing, switch channels off.';
    return invalid('quietHours', 'order', message);
  }
  return firstOf([
    refusedPreferences(preferences ?? []),
    timeOfDay('quietHours.start', quietHours?.start),
    timeOfDay('quietHours.end', quietHours?.end),
    timeOfDay('digestAt', digestAt),
  ]);
}

/** The modes with one more choice. */
function withChoice(modes: ChosenModes, { type, channel, mode }: PreferenceInput): ChosenModes {
  return { ...modes, [type]: { ...modes[type], [channel]: mode } };
}

/** What is preferred after the change. */
export function changed(before: Preferences, input: Input): Preferences {
  const quietHours = input.noQuietHours ? undefined : (input.quietHours ?? before.quietHours);
  const digestAt = input.digestAt ?? before.digestAt;
  return {
    modes: (input.preferences ?? []).reduce((modes, choice) => withChoice(modes, choice), before.modes),
    ...(quietHours ? { quietHours: { start: quietHours.start, end: quietHours.end } } : {}),
    ...(digestAt ? { digestAt } : {}),
    version: before.version + 1,
  };
}

/** Whether the very change that is asked for was the last one made: a repeated call is answered with it. */
export function isMadeAlready(
  standing: Preferences,
  { version, ...input }: UpdateNotificationPreferencesInput,
): boolean {
  if (standing.version !== version + 1) return false;
  const again = changed({ ...standing, version }, input);
  return JSON.stringify(toPreferences(again)) === JSON.stringify(toPreferences(standing));
}
