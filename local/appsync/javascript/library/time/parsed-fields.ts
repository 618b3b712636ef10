import { refuse } from '../refusal.ts';
import { instantOf, type Zone } from './zone.ts';

const DAY_MS = 86_400_000;
/** Letters of fields which a date or a time of day can't be made of here, or which would have to agree with others. */
const UNRESOLVED = 'YwWFQq';
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  ...{ M: [1, 12], L: [1, 12], d: [1, 31], D: [1, 366], e: [1, 7], c: [1, 7] },
  ...{ H: [0, 23], k: [1, 24], K: [0, 11], h: [1, 12], m: [0, 59], s: [0, 59] },
};

function unresolvable(why: string): never {
  return refuse(`java.time.format.DateTimeParseException: Unable to obtain a moment: ${why}`);
}

/** What a text said, by the letters of the pattern. */
export class ParsedFields {
  #values: Readonly<Record<string, number>> = {};
  #zoneId: string | undefined;
  #isOffset = false;

  set(letter: string, value: number): void {
    const [least, most] = RANGES[letter] ?? [-Infinity, Infinity];
    if (value < least || value > most) unresolvable(`${value} is no value of the field ${letter}`);
    this.#values = { ...this.#values, [letter]: value };
  }

  setZone(id: string, isOffset: boolean): void {
    this.#zoneId = id;
    this.#isOffset = isOffset;
  }

  copy(): ParsedFields {
    const copy = new ParsedFields();
    copy.restore(this);
    return copy;
  }

  restore(other: ParsedFields): void {
    this.#values = other.#values;
    this.#zoneId = other.#zoneId;
    this.#isOffset = other.#isOffset;
  }

  toInstant(given: Zone | undefined, zoneOf: (id: string) => Zone): number {
    const unresolved = Object.keys(this.#values).find((letter) => UNRESOLVED.includes(letter));
    if (unresolved !== undefined) unresolvable(`the field ${unresolved} gives no date`);
    const zone = this.#zoneId === undefined ? given : zoneOf(this.#zoneId);
    if (!zone) unresolvable('the text has no time zone');
    const date = this.#date();
    const weekday = this.#values['E'] ?? (this.#first('e', 'c') ?? 0) - 1;
    if (weekday >= 0 && new Date(date).getUTCDay() !== weekday) unresolvable('the day of the week is another');
    return instantOf(date + this.#millisecondOfDay(), zone);
  }

  #first(...letters: string[]): number | undefined {
    return letters.map((letter) => this.#values[letter]).find((value) => value !== undefined);
  }

  #year(): number {
    const proleptic = this.#values['u'];
    if (proleptic !== undefined) return proleptic;
    const ofEra = this.#values['y'] ?? unresolvable('the text has no year');
    return this.#values['G'] === 0 ? 1 - ofEra : ofEra;
  }

  /** A day that the month doesn't have is its last one. */
  #date(): number {
    const date = new Date(0);
    const dayOfYear = this.#values['D'];
    if (dayOfYear !== undefined) return date.setUTCFullYear(this.#year(), 0, dayOfYear);
    const month = this.#first('M', 'L') ?? unresolvable('the text has no month');
    const day = this.#values['d'] ?? unresolvable('the text has no day');
    const last = new Date(new Date(0).setUTCFullYear(this.#year(), month, 0)).getUTCDate();
    return date.setUTCFullYear(this.#year(), month - 1, Math.min(day, last));
  }

  #hour(): number {
    const ofDay = this.#first('H', 'k');
    if (ofDay !== undefined) return ofDay % 24;
    const ofHalf = this.#first('h', 'K') ?? unresolvable('the text has no time of day');
    return (ofHalf % 12) + 12 * (this.#values['a'] ?? unresolvable('the text says neither AM nor PM'));
  }

  #millisecondOfDay(): number {
    const whole = this.#values['A'] ?? (this.#values['N'] ?? NaN) / 1_000_000;
    if (!Number.isNaN(whole)) return Math.floor(whole) % DAY_MS;
    const nanoseconds = this.#first('S', 'n') ?? 0;
    const minutes = this.#hour() * 60 + (this.#values['m'] ?? 0);
    return (minutes * 60 + (this.#values['s'] ?? 0)) * 1000 + Math.floor(nanoseconds / 1_000_000);
  }
}
