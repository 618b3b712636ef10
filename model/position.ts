import type { SaveLessonPositionInput } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import type { Key } from './keys.ts';

/** Where one device left a lesson, by the newest of its reports. */
export type DeviceReport = {
  /** The device counts its reports; of one that does not, the time in milliseconds. */
  readonly sequence: number;
  /** Seconds from the lesson's start. */
  readonly positionSeconds: number;
  /** When it was there by the server's clock, in milliseconds since the epoch. */
  readonly at: number;
};

/**
 * Where a learner left a lesson, and what of it is credited. An item of its own, so that dashboards don't pay for it. Sets
 * that only grow, and a register for each device: whatever order reports come in, it ends the same (ADR 023).
 */
export type PositionItem = Key & {
  readonly entity: 'Position';
  readonly v: 1 | 2;
  /** When the first report came, in seconds since the epoch. */
  readonly openedAt?: number;
  /** When the last report came that was new. */
  readonly heardAt?: number;
  /** What of the lesson was watched: seconds at which stretches of `stretchSeconds` begin. */
  readonly watched?: readonly number[];
  /** Half minutes since `openedAt` that the learner has spent in the lesson. */
  readonly spent?: readonly number[];
  /** The half minute since the epoch in which `reports` were written. */
  readonly halfMinute?: number;
  readonly reports?: number;
  /** Of version 1: the one report, and when it came (ISO 8601). */
  readonly positionSeconds?: number;
  readonly savedAt?: string;
  /** Key of the index that finds what is learned in a course. */
  readonly learning: string;
  readonly cause: Cause;
} & { readonly [device: `${typeof DEVICE}${string}`]: DeviceReport };

/** Attributes that hold a device's report begin with it. */
const DEVICE = 'at#';

/** More devices than anybody learns on: the one that was heard of longest ago is forgotten. */
const MAX_DEVICES = 8;

/** Length of what time is credited in: players report once in it. */
const HALF_MINUTE = 30;
/** Who is silent for longer was away. */
const AWAY_SECONDS = 90;
/** Reports that are written in half a minute: one a second. */
const MAX_REPORTS = 30;
/** The fastest that a lesson can be played. */
const MAX_SPEED = 2;
/** What may be ahead of that: a first report tells of what came before it. */
const AHEAD_SECONDS = 60;

/** As many as stretches of a lesson can be. */
const SIXTY = '............................................................';
const STRETCHES = `${SIXTY}${SIXTY}${SIXTY}${SIXTY}${SIXTY}${SIXTY}`;

/** Length of what watching is credited in: 5 seconds, longer where a lesson would have more than 360 of them. */
export function stretchSeconds(durationSeconds: number): number {
  return [5, 10, 20, 40, 80, 160].find((width) => durationSeconds <= width * STRETCHES.length) ?? 320;
}

/**
 * The stretches that were watched, by the seconds at which they begin: those whose middle was, so that reports which
 * follow one another lose nothing between them, however they cut the lesson.
 */
export function stretchesIn(
  watched: readonly { readonly fromSeconds: number; readonly toSeconds: number }[],
  durationSeconds: number,
): number[] {
  const width = stretchSeconds(durationSeconds);
  return STRETCHES.split('')
    .map((_, index) => index * width)
    .filter((start) => {
      const middle = (start + Math.min(start + width, durationSeconds)) / 2;
      return start < durationSeconds && watched.some((part) => part.fromSeconds <= middle && middle < part.toSeconds);
    });
}

/** Of the lesson as it lasts now: stretches that were shorter when they were credited fall together. */
function stretchCount(watched: readonly number[], durationSeconds: number): number {
  const width = stretchSeconds(durationSeconds);
  const stretches = watched.filter((start) => start < durationSeconds).map((start) => Math.floor(start / width));
  return stretches.filter((stretch, index) => stretches.indexOf(stretch) === index).length;
}

/** How much of the lesson was watched, rounded down: 0 to 100. */
export function watchedPercent({ watched }: Pick<PositionItem, 'watched'>, durationSeconds: number): number {
  if (durationSeconds <= 0) return 0;
  const all = Math.ceil(durationSeconds / stretchSeconds(durationSeconds));
  return Math.floor((100 * stretchCount(watched ?? [], durationSeconds)) / all);
}

/** How long the learner was in the lesson, by the server's clock. */
export function spentSeconds({ spent }: Pick<PositionItem, 'spent'>): number {
  return HALF_MINUTE * (spent ?? []).length;
}

function devicesIn(position: PositionItem): (readonly [name: string, report: DeviceReport])[] {
  const devices = position as unknown as Record<string, DeviceReport>;
  return Object.keys(position)
    .filter((name) => name.startsWith(DEVICE))
    .sort()
    .map((name) => [name, devices[name] as DeviceReport] as const);
}

/** Where the learner goes on: where the device left that was there last. Null for who never said. */
export function resumeSeconds(position: PositionItem | null): number | null {
  if (!position) return null;
  const newest = devicesIn(position).reduce<DeviceReport | null>(
    (last, [, report]) => (last && last.at >= report.at ? last : report),
    null,
  );
  return newest?.positionSeconds ?? position.positionSeconds ?? null;
}

/** What a report adds to what stands. Nothing of it depends on the order in which others are added. */
export interface ReportEffect {
  /** Attribute of its device. */
  readonly device: string;
  /** What stands there from now on; null where a later report of the device came first. */
  readonly report: DeviceReport | null;
  /** Attribute of a device to forget. */
  readonly forgotten: string | null;
  readonly watched: number[];
  readonly spent: number[];
  readonly halfMinute: number;
  readonly reports: number;
  /** More than can have been watched since the lesson was opened: to be reported again later. */
  readonly tooMuch: boolean;
  /** More often than anybody is asked to. */
  readonly tooOften: boolean;
}

type Report = Omit<SaveLessonPositionInput, 'courseId' | 'lessonId'>;

/**
 * @param position what is known of the lesson's learner so far
 * @param nowMs the server's clock, in milliseconds since the epoch
 */
export function effectOf(
  position: PositionItem | null,
  report: Report,
  lesson: { readonly durationSeconds?: number; readonly counts: boolean },
  nowMs: number,
): ReportEffect {
  const now = Math.floor(nowMs / 1000);
  const { deviceId, agoSeconds, positionSeconds } = report;
  const age = agoSeconds ?? 0;
  const at = nowMs - 1000 * age;
  const sequence = report.sequence ?? at;
  const device = `${DEVICE}${deviceId ?? ''}`;
  const devices = position ? devicesIn(position) : [];
  const standing = devices.find(([name]) => name === device)?.[1];
  const isNewer = !standing || standing.sequence < sequence;
  const watched = newStretches(position, report, lesson.durationSeconds ?? 0);
  const halfMinute = Math.floor(now / HALF_MINUTE);
  const reports = position?.halfMinute === halfMinute ? (position.reports ?? 0) + 1 : 1;
  return {
    device,
    report: isNewer ? { sequence, positionSeconds, at } : null,
    forgotten: !standing && devices.length >= MAX_DEVICES ? oldestOf(devices) : null,
    watched: watched.stretches,
    // What is told of the past says nothing of the time since the last report.
    spent: isNewer && age === 0 && lesson.counts ? spentSince(position, now) : [],
    halfMinute,
    reports,
    tooMuch: watched.seconds > MAX_SPEED * (now - (position?.openedAt ?? now)) + AHEAD_SECONDS,
    tooOften: reports > MAX_REPORTS,
  };
}

/** Stretches that are not known to be watched, and how long all would be: 0 where nothing is new. */
function newStretches(
  position: PositionItem | null,
  report: Report,
  durationSeconds: number,
): { readonly stretches: number[]; readonly seconds: number } {
  const known = position?.watched ?? [];
  const stretches = stretchesIn(report.watched ?? [], durationSeconds).filter((start) => !known.includes(start));
  const all = stretches.length === 0 ? 0 : stretches.length + known.length;
  return { stretches, seconds: all * stretchSeconds(durationSeconds) };
}

/** Whether the report says something that is not known. */
export function isNews({ report, watched, spent }: ReportEffect): boolean {
  return report !== null || watched.length > 0 || spent.length > 0;
}

/** Half minutes that are over since the last report, if that was a moment ago. */
function spentSince(position: PositionItem | null, now: number): number[] {
  const { openedAt = now, heardAt = openedAt, spent = [] } = position ?? {};
  if (now - heardAt > AWAY_SECONDS) return [];
  const last = Math.floor((heardAt - openedAt) / HALF_MINUTE);
  const current = Math.floor((now - openedAt) / HALF_MINUTE);
  return [last, last + 1, last + 2, last + 3].filter((each) => each >= 0 && each < current && !spent.includes(each));
}

function oldestOf(devices: readonly (readonly [name: string, report: DeviceReport])[]): string | null {
  const oldest = devices.reduce((one, other) => (other[1].at < one[1].at ? other : one));
  return oldest[0];
}
