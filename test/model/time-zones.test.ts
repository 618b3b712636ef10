import { describe, expect, it } from 'vitest';
import { TIME_ZONES, timeZone } from '../../model/time-zones.ts';

const names = TIME_ZONES.flatMap(({ area, places }) =>
  places.split(' ').map((place) => (area === '' ? place : `${area}/${place}`)),
);

describe('time zones', () => {
  it('hold every name that the functions’ runtime lists', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((name) => timeZone('timeZone', name) !== null)).toEqual([]);
  });

  it('are each one that the runtime reckons by, and stand there once', () => {
    expect(names.length).toBeGreaterThan(500);
    for (const name of names) expect(() => new Intl.DateTimeFormat('en', { timeZone: name }), name).not.toThrow();
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    'Asia/Kolkata',
    'Asia/Calcutta',
    'Europe/Kyiv',
    'Europe/Kiev',
    'America/Argentina/Buenos_Aires',
    'America/Buenos_Aires',
    'UTC',
    'Etc/UTC',
    'Etc/GMT+5',
    'US/Pacific',
  ])('know %s', (name) => {
    expect(timeZone('timeZone', name)).toBeNull();
  });

  it.each([
    '',
    ' ',
    '/',
    'Europe',
    'Europe/',
    'Europe/berlin',
    'europe/berlin',
    ' Europe/Berlin',
    'Europe/Berlin Europe/Paris',
    'Europe/Berlin Bratislava',
    'Berlin',
    '+01:00',
    'CEST',
    'constructor',
    '__proto__',
    'Mars/Olympus_Mons',
    'Europe/Berlin\u0000',
    '\ud800',
  ])('refuse %j, and say what to write', (name) => {
    expect(timeZone('timeZone', name)).toMatchObject({
      type: 'Validation',
      info: { field: 'timeZone', rule: 'timeZone' },
      message: expect.stringContaining('Europe/Berlin') as unknown,
    });
  });
});
