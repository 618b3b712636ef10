/** ISO 8601 weeks in UTC: they begin on Monday, and the first of a year is the one with its first Thursday. */

const DAY_SECONDS = 86_400;
export const WEEK_SECONDS = 7 * DAY_SECONDS;

/** Days from 1970-01-01 to the first day of a year. */
function newYear(year: number): number {
  const past = year - 1;
  return 365 * past + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 719_162;
}

/** The year that a day lies in, counted from 1970-01-01. */
function yearOf(day: number): number {
  const guess = 1970 + Math.floor(day / 365.2425);
  if (newYear(guess) > day) return guess - 1;
  return newYear(guess + 1) <= day ? guess + 1 : guess;
}

/** Such as `2026-W47`. @param seconds since the epoch */
export function weekOf(seconds: number): string {
  const day = Math.floor(seconds / DAY_SECONDS);
  // 1970-01-01 was a Thursday, and a week belongs to the year of its Thursday.
  const thursday = day - ((day + 3) % 7) + 3;
  const year = yearOf(thursday);
  const week = Math.floor((thursday - newYear(year)) / 7) + 1;
  return `${year}-W${week < 10 ? '0' : ''}${week}`;
}
