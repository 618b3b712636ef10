import { refuse } from '../refusal.ts';

/** A time zone. */
export interface Zone {
  /** As it was given. */
  readonly id: string;
  /** Set for a fixed offset, which has no names. */
  readonly isFixed: boolean;
  /** Seconds that its clocks are ahead of UTC. */
  offsetAt(milliseconds: number): number;
  /** `AWST`, or `Australian Western Standard Time`. */
  nameAt(milliseconds: number, style: 'short' | 'long'): string;
}

const { DateTimeFormat } = Intl;
const { UTC } = Date;
const OFFSET = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?$/;
const REGION = /^[A-Za-z][A-Za-z0-9~/._+-]+$/;
/** Where people call a zone by a name of its own rather than by its offset. */
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-CA', 'en-IN', 'en-NZ', 'en-ZA'];

const zones: Record<string, Zone> = {};

/** `+08:00`, `-00:30:15`; `Z` for none. */
export function offsetId(seconds: number): string {
  if (seconds === 0) return 'Z';
  const two = (value: number): string => `0${value}`.slice(-2);
  const size = Math.abs(seconds);
  const rest = size % 60 === 0 ? '' : `:${two(size % 60)}`;
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${rest}`;
}

function fixed(id: string, seconds: number): Zone {
  return { id, isFixed: true, offsetAt: () => seconds, nameAt: () => id };
}

function unknown(id: string): never {
  return refuse(`java.time.zone.ZoneRulesException: Unknown time-zone ID: ${id}`);
}

function region(id: string): Zone {
  const format = formatOf('en-US', { timeZone: id, era: 'short', year: 'numeric', month: 'numeric', day: 'numeric' });
  const clock = formatOf('en-US', {
    timeZone: id,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const given = format.resolvedOptions().timeZone;
  if (given !== id && given.toLowerCase() === id.toLowerCase()) unknown(id);
  return {
    id,
    isFixed: false,
    offsetAt(milliseconds) {
      const parts = [...format.formatToParts(milliseconds), ...clock.formatToParts(milliseconds)];
      const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
      const isBefore = parts.find((one) => one.type === 'era')?.value === 'BC';
      const year = isBefore ? 1 - part('year') : part('year');
      // Years before 100 would be taken for those of the last century: four hundred later the calendar is the same.
      const local = UTC(year + 400, part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
      return (local - FOUR_CENTURIES_MS - Math.floor(milliseconds / 1000) * 1000) / 1000;
    },
    nameAt(milliseconds, style) {
      const names = LOCALES.map((locale) => nameIn(locale, id, milliseconds, style));
      return names.find((name) => !name.startsWith('GMT') || name === 'GMT') ?? names[0] ?? id;
    },
  };
}

const FOUR_CENTURIES_MS = 146_097 * 86_400_000;

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new DateTimeFormat(locale, options);
  } catch {
    return unknown(String(options.timeZone));
  }
}

function nameIn(locale: string, timeZone: string, milliseconds: number, style: 'short' | 'long'): string {
  const parts = formatOf(locale, { timeZone, timeZoneName: style }).formatToParts(milliseconds);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

function makeZone(id: string): Zone {
  if (id === 'Z') return fixed(id, 0);
  const offset = OFFSET.exec(id);
  if (offset) {
    const [, sign, hours, minutes, seconds] = offset;
    const size = Number(hours) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
    if (size > 18 * 3600 || Number(minutes ?? 0) > 59 || Number(seconds ?? 0) > 59) {
      refuse(`java.time.DateTimeException: Zone offset not in valid range: ${id}`);
    }
    return fixed(id, sign === '-' ? -size : size);
  }
  if (!REGION.test(id))
    refuse(`java.time.DateTimeException: Invalid ID for region-based ZoneId, invalid format: ${id}`);
  return region(id);
}

/** Java's ZoneId: an offset, or a region of the tz database. */
export function zoneOf(id: string): Zone {
  const known = Object.hasOwn(zones, id) ? zones[id] : undefined;
  if (known) return known;
  const zone = makeZone(id);
  zones[id] = zone;
  return zone;
}

/** The instant of a local time: in a gap the clocks are not yet changed, in an overlap it is the earlier one. */
export function instantOf(localMilliseconds: number, zone: Zone): number {
  const before = zone.offsetAt(localMilliseconds - 86_400_000);
  const after = zone.offsetAt(localMilliseconds + 86_400_000);
  const instants = [before, after].map((offset) => localMilliseconds - offset * 1000);
  const valid = instants.filter((instant) => localMilliseconds - zone.offsetAt(instant) * 1000 === instant);
  return valid[0] ?? instants[0] ?? localMilliseconds;
}
