const DATE = /^(-?\d{4,9})-(\d{2})-(\d{2})$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{0,9})?)?$/;
const OFFSET = /(Z|[+-](0\d|1[0-8]):[0-5]\d(:[0-5]\d)?)$/;

function splitOffset(value: string): { body: string; offset: string } {
  const offset = OFFSET.exec(value)?.[0] ?? '';
  return { body: value.slice(0, value.length - offset.length), offset };
}

function isCalendarDay(value: string): boolean {
  const match = DATE.exec(value);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}

/** AWSDate: `YYYY-MM-DD`, with or without an offset. */
export function isDate(value: string): boolean {
  // Without an offset the day's own `-DD` must not be taken for one, so the whole is tried first.
  return isCalendarDay(value) || isCalendarDay(splitOffset(value).body);
}

/** AWSTime: `hh:mm[:ss[.sss]]`, with or without an offset. */
export function isTime(value: string): boolean {
  return TIME.test(value) || TIME.test(splitOffset(value).body);
}

/** AWSDateTime: `YYYY-MM-DDThh:mm[:ss[.sss]]` and an offset, which is required. */
export function isDateTime(value: string): boolean {
  const { body, offset } = splitOffset(value);
  const [day = '', time = '', ...rest] = body.split('T');
  return offset !== '' && rest.length === 0 && isCalendarDay(day) && TIME.test(time);
}
