import { evaluation } from './evaluation.ts';

const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)$/;
const test = Function.prototype.call.bind(RegExp.prototype.test) as (pattern: RegExp, text: string) => boolean;

function format(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** `util.time`, by the clock that the runtime was given; what needs Java's DateTimeFormatter is not here. */
export const time = {
  nowISO8601: (): string => format(evaluation.now),
  nowEpochSeconds: (): number => Math.floor(evaluation.now / 1000),
  nowEpochMilliSeconds: (): number => evaluation.now,
  epochMilliSecondsToISO8601: (milliseconds: number): string => format(milliseconds),
  epochMilliSecondsToSeconds: (milliseconds: number): number => Math.floor(milliseconds / 1000),

  parseISO8601ToEpochMilliSeconds(timestamp: string): number {
    const milliseconds = test(ISO_8601, timestamp) ? Date.parse(timestamp) : NaN;
    if (Number.isNaN(milliseconds)) throw new TypeError(`"${timestamp}" is not an ISO 8601 timestamp`);
    return milliseconds;
  },
};
