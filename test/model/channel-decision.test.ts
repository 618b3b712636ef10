import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryMode, NotificationChannel, NotificationType } from '../../generated/schema.ts';
import { channelDecision, type Reach } from '../../model/channel-decision.ts';
import { changed, isMadeAlready, refusedChange } from '../../model/notification-preferences-input.ts';
import {
  DEFAULT_PREFERENCES,
  modeOf,
  toPreferences,
  type ChosenModes,
  type Preferences,
} from '../../model/notification-preferences.ts';
import { CHANNELS, isMandatory, NOTIFICATION_TYPES } from '../../model/notification-types.ts';

const type = fc.constantFrom(...(Object.keys(NOTIFICATION_TYPES) as NotificationType[]));
const channel = fc.constantFrom<NotificationChannel>(...CHANNELS);
const mode = fc.constantFrom<DeliveryMode>('IMMEDIATE', 'DAILY', 'WEEKLY', 'OFF');
const choice = fc.record({ type, channel, mode }).map((row) => {
  const isDigest = row.mode === 'DAILY' || row.mode === 'WEEKLY';
  return isDigest && row.channel !== 'EMAIL' ? { ...row, mode: 'IMMEDIATE' as const } : row;
});
const choices = fc.uniqueArray(choice, { maxLength: 10, selector: (row) => `${row.type} ${row.channel}` });
const allowed = choices.map((rows) => rows.filter((row) => row.mode !== 'OFF' || !isMandatory(row.type, row.channel)));
const preferences = choices.map((rows): Preferences => changed(DEFAULT_PREFERENCES, { preferences: rows }));
const reach: fc.Arbitrary<Reach> = fc.record({
  email: fc.boolean(),
  suppressed: fc.boolean(),
  phoneNumber: fc.boolean(),
  device: fc.boolean(),
  read: fc.boolean(),
});
const REACHED: Reach = { email: true, suppressed: false, phoneNumber: true, device: true, read: false };

describe('whether a notification goes out on a channel', () => {
  it('is never no for what is mandatory and can reach its person, whatever is stored', () => {
    fc.assert(
      fc.property(type, channel, preferences, (type, channel, preferences) => {
        fc.pre(isMandatory(type, channel));
        expect(channelDecision(type, channel, preferences, REACHED).decision).not.toBe('SKIP');
      }),
    );
  });

  it('is no for what is switched off and not mandatory, however well its person can be reached', () => {
    fc.assert(
      fc.property(type, channel, reach, (type, channel, reach) => {
        fc.pre(!isMandatory(type, channel));
        const modes: ChosenModes = { [type]: { [channel]: 'OFF' } };
        const decision = channelDecision(type, channel, { modes, version: 1 }, reach);
        expect(decision).toEqual({ decision: 'SKIP', reason: 'SWITCHED_OFF' });
      }),
    );
  });

  it('does not depend on what is preferred for another type or channel', () => {
    fc.assert(
      fc.property(type, channel, preferences, reach, (type, channel, preferences, reach) => {
        const only: Preferences = {
          modes: { [type]: { [channel]: modeOf(preferences, type, channel) } },
          version: 1,
        };
        const decision = channelDecision(type, channel, preferences, reach);
        expect(channelDecision(type, channel, only, reach)).toEqual(decision);
      }),
    );
  });

  it('is a digest for e-mails alone, and only where one was chosen', () => {
    fc.assert(
      fc.property(type, channel, preferences, reach, (type, channel, preferences, reach) => {
        const found = channelDecision(type, channel, preferences, reach);
        if (found.decision !== 'DIGEST') return;
        expect(channel).toBe('EMAIL');
        expect(modeOf(preferences, type, channel)).toBe(found.mode);
      }),
    );
  });

  it.each([
    ['EMAIL', { email: false }, 'NO_ADDRESS'],
    ['EMAIL', { suppressed: true }, 'SUPPRESSED'],
    ['EMAIL', { read: true }, 'ALREADY_READ'],
    ['EMAIL', { read: true, suppressed: true }, 'SUPPRESSED'],
    ['SMS', { phoneNumber: false }, 'NO_PHONE_NUMBER'],
    ['PUSH', { device: false }, 'NO_DEVICE'],
    ['PUSH', { read: true }, 'ALREADY_READ'],
  ] as const)('of %s is no with %j: %s', (channel, change, reason) => {
    const modes: ChosenModes = { ENROLLED: { [channel]: 'IMMEDIATE' } };
    const decision = channelDecision('ENROLLED', channel, { modes, version: 1 }, { ...REACHED, ...change });
    expect(decision).toEqual({ decision: 'SKIP', reason });
  });

  it('needs nothing for the list, and waits for the digest where that is the default', () => {
    const unreachable: Reach = { email: false, suppressed: true, phoneNumber: false, device: false, read: true };
    expect(channelDecision('WELCOME', 'IN_APP', DEFAULT_PREFERENCES, unreachable)).toEqual({ decision: 'SEND' });
    expect(channelDecision('REVIEW_RECEIVED', 'EMAIL', DEFAULT_PREFERENCES, REACHED)).toEqual({
      decision: 'DIGEST',
      mode: 'DAILY',
    });
  });
});

describe('a change of preferences', () => {
  it('is what the next reading shows, and leaves all else as it was', () => {
    fc.assert(
      fc.property(preferences, allowed, (before, choices) => {
        expect(refusedChange({ preferences: choices })).toBeNull();
        const after = changed(before, { preferences: choices });
        for (const { type, channels } of toPreferences(after).types) {
          for (const { channel, mode } of channels) {
            const chosen = choices.find((row) => row.type === type && row.channel === channel);
            expect(mode).toBe(chosen?.mode ?? modeOf(before, type, channel));
          }
        }
      }),
    );
  });

  it('is known again when it is repeated, and not where something else was changed', () => {
    fc.assert(
      fc.property(preferences, allowed, fc.boolean(), (before, choices, noQuietHours) => {
        const input = { version: before.version, preferences: choices, noQuietHours };
        const after = changed(before, input);
        expect(isMadeAlready(after, input)).toBe(true);
        expect(isMadeAlready(before, input)).toBe(false);
        expect(
          isMadeAlready({ ...after, quietHours: { start: '01:00', end: '02:00' } }, { ...input, digestAt: '03:00' }),
        ).toBe(false);
      }),
    );
  });
});
