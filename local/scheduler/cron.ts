import { dayOf } from './calendar-day.ts';
import type { CalendarDay } from './calendar-day.ts';
import { fieldValue, fieldValues } from './cron-field.ts';
import type { FieldRange } from './cron-field.ts';

/** The times of a cron expression, on a calendar that knows no zones. */
export interface Cron {
  /** Minutes of the day, ascending. */
  readonly minutes: readonly number[];
  /** Days since the epoch of the first and the last year in question. */
  readonly firstDay: number;
  readonly lastDay: number;
  /** @param day since the epoch */
  holds(day: number): boolean;
}

type DayRule = (day: CalendarDay) => boolean;

const plain = { wraps: true, steps: true };
const minuteRange: FieldRange = { least: 0, most: 59, ...plain };
const hourRange: FieldRange = { least: 0, most: 23, ...plain };
const dayRange: FieldRange = { least: 1, most: 31, ...plain };
const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const monthRange: FieldRange = { least: 1, most: 12, names: monthNames, ...plain };
const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const weekdayRange: FieldRange = { least: 1, most: 7, names: weekdayNames, wraps: true, steps: false };
const yearRange: FieldRange = { least: 1970, most: 2199, wraps: false, steps: true };

/** Compiles the fields of AWS's cron expressions, of which the last, the year, may be left out; undefined: they are none. */
export function cronOf(fields: string): Cron | undefined {
  const parts = fields.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = '*'] = parts;
  // "If you specify a value or a * in one of the fields, you must use a ? in the other."
  if (parts.length < 5 || parts.length > 6 || (day === '?') === (weekday === '?')) return undefined;
  const minutes = fieldValues(minute, minuteRange);
  const hours = fieldValues(hour, hourRange);
  const months = fieldValues(month, monthRange);
  const years = fieldValues(year, yearRange);
  const isDay = weekday === '?' ? dayOfMonth(day) : dayOfWeek(weekday);
  if (!minutes || !hours || !months || !years || !isDay) return undefined;
  return {
    minutes: ascending(hours).flatMap((each) => ascending(minutes).map((of) => each * 60 + of)),
    firstDay: Date.UTC(Math.min(...years), 0, 1) / dayMs,
    lastDay: Date.UTC(Math.max(...years), 11, 31) / dayMs,
    holds: (epochDay) => {
      const date = dayOf(epochDay);
      return years.has(date.year) && months.has(date.month) && isDay(date);
    },
  };
}

const dayMs = 86_400_000;

function ascending(values: ReadonlySet<number>): number[] {
  return [...values].sort((one, other) => one - other);
}

function dayOfMonth(field: string): DayRule | undefined {
  return anyOf(field, (part) => {
    if (part.toUpperCase() === 'L') return ({ day, daysInMonth }) => day === daysInMonth;
    const [, near] = /^(\d{1,2})W$/i.exec(part) ?? [];
    if (near !== undefined) {
      const nearest = fieldValue(near, dayRange);
      return nearest === undefined ? undefined : (date) => date.day === weekdayNear(nearest, date);
    }
    const values = fieldValues(part, dayRange);
    return values && (({ day }) => values.has(day));
  });
}

/** Of the same month, where that has the day. */
function weekdayNear(day: number, { daysInMonth, day: known, weekday: knownWeekday }: CalendarDay): number | undefined {
  if (day > daysInMonth) return undefined;
  const weekday = ((((knownWeekday - 1 + day - known) % 7) + 7) % 7) + 1;
  if (weekday === saturday) return day === 1 ? 3 : day - 1;
  if (weekday === sunday) return day === daysInMonth ? day - 2 : day + 1;
  return day;
}

const sunday = 1;
const saturday = 7;

function dayOfWeek(field: string): DayRule | undefined {
  const [, nthDay, nth] = /^(\w+)#([1-5])$/.exec(field) ?? [];
  if (nthDay !== undefined) {
    const wanted = fieldValue(nthDay, weekdayRange);
    if (wanted === undefined) return undefined;
    return ({ weekday, day }) => weekday === wanted && Math.ceil(day / 7) === Number(nth);
  }
  return anyOf(field, (part) => {
    if (part.toUpperCase() === 'L') return ({ weekday }) => weekday === saturday;
    const last = /^\w+L$/i.test(part) ? fieldValue(part.slice(0, -1), weekdayRange) : undefined;
    if (last !== undefined) return ({ weekday, day, daysInMonth }) => weekday === last && day > daysInMonth - 7;
    const values = fieldValues(part, weekdayRange);
    return values && (({ weekday }) => values.has(weekday));
  });
}

function anyOf(field: string, ruleOf: (part: string) => DayRule | undefined): DayRule | undefined {
  const rules = field.split(',').map(ruleOf);
  if (!rules.every((rule) => rule !== undefined)) return undefined;
  return (day) => rules.some((rule) => rule(day));
}
