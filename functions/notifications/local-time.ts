import { IANAZone } from 'luxon';

/** Milliseconds. */
const MINUTE = 60_000;
export const DAY = 1440 * MINUTE;

/**
 * What the clocks of a zone show, as a number: the instant at which UTC shows the same. Days and times of day are
 * reckoned with readings, since days between instants have 23, 24 or 25 hours.
 */
export type Reading = number;

/** Length of a time of day since midnight. @param time `HH:MM` */
export function timeOfDay(time: string): number {
  const [hours = NaN, minutes = NaN] = time.split(':').map(Number);
  return (hours * 60 + minutes) * MINUTE;
}

/** A zone's clocks. A name that is no zone counts as UTC: better told an hour off than never. */
export class Clocks {
  readonly #zone: IANAZone;

  constructor(zone: string) {
    this.#zone = IANAZone.create(IANAZone.isValidZone(zone) ? zone : 'Etc/UTC');
  }

  /** @param instant milliseconds since the epoch */
  read(instant: number): Reading {
    return instant + this.#offset(instant);
  }

  /**
   * Instants at which the clocks show it, in order: two where they are put back over it. Where they are put forward
   * over it, the first instant after that.
   */
  instantsOf(reading: Reading): number[] {
    // No zone is a day from UTC, and none changes its clocks twice within two days.
    const offsets = new Set([this.#offset(reading - DAY), this.#offset(reading + DAY)]);
    const shown = [...offsets]
      .map((offset) => reading - offset)
      .filter((instant) => this.read(instant) === reading)
      .sort((a, b) => a - b);
    return shown.length > 0 ? shown : [this.#changeBetween(reading - DAY, reading + DAY)];
  }

  /** The first instant at which the offset differs from that at the first. */
  #changeBetween(first: number, last: number): number {
    const before = this.#offset(first);
    let [low, high] = [first, last];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#offset(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  #offset(instant: number): number {
    return this.#zone.offset(instant) * MINUTE;
  }
}
