import { LocalDateTime, ZoneId, ZoneOffset } from '@js-joda/core';
// Teaches ZoneId the zones of the IANA database.
import '@js-joda/timezone';

/** A time zone: what its clocks show, and when. Local times are seconds since the epoch as if the zone were UTC. */
export interface Zone {
  /** Milliseconds since the epoch; of a time that comes twice the first; undefined: clocks skip it. */
  instantOf(local: number): number | undefined;
  /** @param instant milliseconds since the epoch */
  localOf(instant: number): number;
}

const utc: Zone = { instantOf: (local) => local * 1000, localOf: (instant) => Math.floor(instant / 1000) };

/** @param name of the IANA database, such as `Europe/London`; undefined is returned for others */
export function zoneOf(name: string): Zone | undefined {
  if (name === 'UTC' || name === 'Etc/UTC') return utc;
  const id = knownZone(name);
  if (!id) return undefined;
  return {
    instantOf: (local) => {
      const wanted = LocalDateTime.ofEpochSecond(local, ZoneOffset.UTC);
      const zoned = wanted.atZone(id);
      return zoned.toLocalDateTime().equals(wanted) ? zoned.toInstant().toEpochMilli() : undefined;
    },
    localOf: (instant) => {
      const seconds = Math.floor(instant / 1000);
      const offset = id.rules().offsetOfEpochMilli(instant);
      return seconds + offset.totalSeconds();
    },
  };
}

function knownZone(name: string): ZoneId | undefined {
  // Offsets such as +02:00 are no zones to AWS.
  if (!/^[A-Z]/i.test(name)) return undefined;
  try {
    return ZoneId.of(name);
  } catch {
    return undefined;
  }
}
