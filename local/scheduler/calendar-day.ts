export interface CalendarDay {
  readonly year: number;
  /** From 1, as is the day. */
  readonly month: number;
  readonly day: number;
  /** 1 is Sunday, as AWS counts. */
  readonly weekday: number;
  readonly daysInMonth: number;
}

/** @param epochDay days since 1 January 1970 */
export function dayOf(epochDay: number): CalendarDay {
  const date = new Date(epochDay * 86_400_000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return {
    year,
    month: month + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay() + 1,
    daysInMonth: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
  };
}
