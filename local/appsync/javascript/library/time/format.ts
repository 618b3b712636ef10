import { namesOf } from './names.ts';
import { parsePattern, type Element } from './pattern.ts';
import { offsetId, type Zone } from './zone.ts';

const DAY_MS = 86_400_000;

/** A moment as the clocks and calendars of a zone have it. */
interface LocalTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
  /** From 0, Sunday. */
  readonly weekday: number;
  readonly millisecondOfDay: number;
  readonly offset: number;
}

function localTime(milliseconds: number, zone: Zone): LocalTime {
  const offset = zone.offsetAt(milliseconds);
  const date = new Date(milliseconds + offset * 1000);
  const midnight = Math.floor(date.getTime() / DAY_MS) * DAY_MS;
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    dayOfYear: (midnight - firstOfJanuary(date.getTime())) / DAY_MS + 1,
    weekday: date.getUTCDay(),
    millisecondOfDay: date.getTime() - midnight,
    offset,
  };
}

function firstOfJanuary(milliseconds: number): number {
  return new Date(milliseconds).setUTCMonth(0, 1) - (((milliseconds % DAY_MS) + DAY_MS) % DAY_MS);
}

/** Digits, filled up with zeros; more than `plusFrom` of them have a sign. */
function digits(value: number, width: number, plusFrom = 19): string {
  const size = String(Math.abs(value));
  const zeros = '0000000000000000000'.slice(0, Math.max(0, width - size.length));
  return `${value < 0 ? '-' : size.length > plusFrom ? '+' : ''}${zeros}${size}`;
}

function year(value: number, count: number): string {
  if (count === 2) return digits(((value % 100) + 100) % 100, 2);
  return digits(value, count, count < 4 ? 19 : count);
}

/** By weeks as the United States have them: from Sunday, and the first has January 1. */
function week(time: LocalTime): { readonly year: number; readonly number: number } {
  const saturday = new Date(0);
  saturday.setUTCFullYear(time.year, time.month - 1, time.day + 6 - time.weekday);
  const dayOfYear = (saturday.getTime() - firstOfJanuary(saturday.getTime())) / DAY_MS;
  return { year: saturday.getUTCFullYear(), number: Math.floor(dayOfYear / 7) + 1 };
}

/** `+HH`, `+HHMM`, `+HH:MM`, `+HHMMss`, `+HH:MM:ss`: by the number of letters, from 1. */
function offsetText(seconds: number, form: number, none: string): string {
  if (seconds === 0) return none;
  const [, sign, hours, minutes, rest] = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(offsetId(seconds)) ?? [];
  const colon = form === 3 || form === 5 ? ':' : '';
  if (form === 1) return `${sign}${hours}${minutes === '00' ? '' : minutes}`;
  return `${sign}${hours}${colon}${minutes}${form > 3 && rest ? `${colon}${rest}` : ''}`;
}

/** `GMT+8`, `GMT+08:00` */
function localizedOffset(seconds: number, isFull: boolean): string {
  if (seconds === 0) return 'GMT';
  const full = offsetId(seconds);
  if (isFull) return `GMT${full}`;
  const [hours, ...rest] = full.slice(1).split(':');
  const minutes = rest.join(':') === '00' ? '' : `:${rest.join(':')}`;
  return `GMT${full[0]}${Number(hours)}${minutes}`;
}

function offsetField(letter: string, count: number, seconds: number): string {
  if (letter === 'O') return localizedOffset(seconds, count === 4);
  if (letter === 'X') return offsetText(seconds, count, 'Z');
  if (letter === 'x') return offsetText(seconds, count, ['+00', '+0000', '+00:00', '+0000', '+00:00'][count - 1] ?? '');
  if (count === 4) return localizedOffset(seconds, true);
  return count === 5 ? offsetText(seconds, 5, 'Z') : offsetText(seconds, 2, '+0000');
}

function timeField(letter: string, count: number, millisecondOfDay: number): string {
  const hour = Math.floor(millisecondOfDay / 3_600_000);
  switch (letter) {
    case 'a':
      return namesOf('a', 1)[hour < 12 ? 0 : 1] ?? '';
    case 'h':
      return digits(hour % 12 === 0 ? 12 : hour % 12, count);
    case 'K':
      return digits(hour % 12, count);
    case 'k':
      return digits(hour === 0 ? 24 : hour, count);
    case 'H':
      return digits(hour, count);
    case 'm':
      return digits(Math.floor(millisecondOfDay / 60_000) % 60, count);
    case 's':
      return digits(Math.floor(millisecondOfDay / 1000) % 60, count);
    case 'S':
      return `${digits(millisecondOfDay % 1000, 3)}000000`.slice(0, count);
    case 'A':
      return digits(millisecondOfDay, count);
    case 'n':
      return digits((millisecondOfDay % 1000) * 1_000_000, count);
    default:
      return digits(millisecondOfDay * 1_000_000, count);
  }
}

/** A year of a number of digits; undefined for other letters. */
function yearField(letter: string, count: number, time: LocalTime): string | undefined {
  switch (letter) {
    case 'u':
      return year(time.year, count);
    case 'y':
      return year(time.year > 0 ? time.year : 1 - time.year, count);
    case 'Y':
      return year(week(time).year, count);
    default:
      return undefined;
  }
}

/** A field that may be written as a name: the index of the name. Fewer than three letters are a number, if it has one. */
function namedField(letter: string, time: LocalTime): number | undefined {
  switch (letter) {
    case 'G':
      return time.year > 0 ? 1 : 0;
    case 'M':
    case 'L':
      return time.month - 1;
    case 'Q':
    case 'q':
      return Math.ceil(time.month / 3) - 1;
    case 'E':
    case 'e':
    case 'c':
      return time.weekday;
    default:
      return undefined;
  }
}

function dayField(letter: string, time: LocalTime): number | undefined {
  switch (letter) {
    case 'w':
      return week(time).number;
    case 'W':
      return Math.floor((time.day - 1 + ((((time.weekday - time.day + 1) % 7) + 7) % 7)) / 7) + 1;
    case 'D':
      return time.dayOfYear;
    case 'd':
      return time.day;
    case 'F':
      return ((time.day - 1) % 7) + 1;
    default:
      return undefined;
  }
}

function field(letter: string, count: number, time: LocalTime): string {
  const index = namedField(letter, time);
  if (index !== undefined) {
    const isNumber = count < 3 && letter !== 'G' && letter !== 'E';
    return isNumber ? digits(index + 1, count) : (namesOf(letter, count)[index] ?? '');
  }
  const day = dayField(letter, time);
  if (day !== undefined) return digits(day, count);
  if ('OXxZ'.includes(letter)) return offsetField(letter, count, time.offset);
  return yearField(letter, count, time) ?? timeField(letter, count, time.millisecondOfDay);
}

/** A moment in the text that a pattern of Java's DateTimeFormatter makes of it. */
export function format(milliseconds: number, pattern: string, zone: Zone): string {
  const time = localTime(milliseconds, zone);
  const write = (element: Element): string => {
    if (element.kind === 'text') return element.text;
    if (element.kind === 'optional') return element.elements.map(write).join('');
    const { letter, count, width } = element;
    const text =
      letter === 'V'
        ? zone.id
        : letter === 'z'
          ? zone.nameAt(milliseconds, count === 4 ? 'long' : 'short')
          : field(letter, count, time);
    return `${'                   '.slice(0, Math.max(0, width - text.length))}${text}`;
  };
  return parsePattern(pattern).map(write).join('');
}
