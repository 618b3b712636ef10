import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  effectOf,
  resumeSeconds,
  spentSeconds,
  stretchesIn,
  stretchSeconds,
  watchedPercent,
  type PositionItem,
} from '../../model/position.ts';

type Report = Parameters<typeof effectOf>[1];

const LESSON = { durationSeconds: 120, counts: true };
const NONE = {
  pk: '',
  sk: '',
  entity: 'Position',
  v: 2,
  learning: '',
  cause: { actor: '', request: '', origin: '' },
} as PositionItem;

/** What the update of `saveLessonPosition` makes of the item. */
function after(position: PositionItem | null, report: Report, nowMs: number, lesson = LESSON): PositionItem {
  const effect = effectOf(position, report, lesson, nowMs);
  const now = Math.floor(nowMs / 1000);
  const next: Record<string, unknown> = {
    ...(position ?? NONE),
    openedAt: position?.openedAt ?? now,
    heardAt: now,
    watched: [...(position?.watched ?? []), ...effect.watched],
    spent: [...(position?.spent ?? []), ...effect.spent],
    halfMinute: effect.halfMinute,
    reports: effect.reports,
    ...(effect.report ? { [effect.device]: effect.report } : {}),
  };
  if (effect.forgotten)
    return Object.fromEntries(
      Object.entries(next).filter(([name]) => name !== effect.forgotten),
    ) as unknown as PositionItem;
  return next as PositionItem;
}

/** Reports in the order in which they come, one a second. */
function afterAll(reports: readonly Report[], startMs = 1_000_000_000_000): PositionItem | null {
  return reports.reduce<PositionItem | null>(
    (position, report, n) => after(position, report, startMs + n * 1000),
    null,
  );
}

const seconds = fc.integer({ min: 0, max: 120 });
const parts = fc
  .tuple(seconds, seconds)
  .filter(([one, other]) => one !== other)
  .map(([one, other]) => ({ fromSeconds: Math.min(one, other), toSeconds: Math.max(one, other) }));

describe('what is watched', () => {
  it.each([
    [1, 5],
    [1_800, 5],
    [1_801, 10],
    [7_200, 20],
    [86_400, 320],
  ])('of a lesson of %d seconds is credited in %d seconds, never in more than 360 stretches', (duration, width) => {
    expect(stretchSeconds(duration)).toBe(width);
    const all = stretchesIn([{ fromSeconds: 0, toSeconds: duration }], duration);
    expect(all.length).toBeLessThanOrEqual(360);
    expect(watchedPercent({ watched: all }, duration)).toBe(100);
  });

  it('loses nothing between reports, however they cut the lesson', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 86_400 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (duration, cuts) => {
          const marks = [0, ...cuts.map((cut) => Math.floor(cut * duration)), duration].sort(
            (one, other) => one - other,
          );
          const watched = marks.slice(1).flatMap((to, index) => {
            const part = { fromSeconds: marks[index] ?? 0, toSeconds: to };
            return part.fromSeconds < to ? stretchesIn([part], duration) : [];
          });
          expect(watchedPercent({ watched }, duration)).toBe(100);
          expect(new Set(watched).size).toBe(watched.length);
        },
      ),
    );
  });

  it('is 0 to 100 when the lesson is made longer or shorter, or loses its duration', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(86_400)), fc.nat(86_400), (watched, duration) => {
        const percent = watchedPercent({ watched: [...new Set(watched)] }, duration);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('beyond what can have been since the lesson was opened is too much, until time has passed', () => {
    const whole = { positionSeconds: 120, watched: [{ fromSeconds: 0, toSeconds: 120 }] };
    const opened = after(null, { positionSeconds: 0 }, 0);
    expect(effectOf(opened, whole, LESSON, 29_000).tooMuch).toBe(true);
    expect(effectOf(opened, whole, LESSON, 30_000).tooMuch).toBe(false);
  });
});

describe('reports of one lesson', () => {
  const report = fc.record({
    deviceId: fc.constantFrom('phone', 'laptop', 'tv'),
    sequence: fc.nat(20),
    watched: fc.array(parts, { maxLength: 3 }),
  });

  it('credit the same in any order, however often they come', () => {
    fc.assert(
      fc.property(
        fc
          .array(report, { maxLength: 12 })
          .chain((all) =>
            fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
          ),
        ([reports, again]) => {
          const told = (list: typeof reports) => {
            const end = afterAll(list.map((one) => ({ ...one, positionSeconds: one.sequence })));
            const { watched = [] } = end ?? {};
            return [...watched].sort((one, other) => one - other);
          };
          expect(told(again)).toEqual(told(reports));
        },
      ),
    );
  });

  it('of one device resume at its newest, in any order, however often they come', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(fc.nat(100), { minLength: 1 })
          .chain((all) => fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
        (sequences) => {
          const end = afterAll(
            sequences.map((sequence) => ({ deviceId: 'phone', sequence, positionSeconds: sequence })),
          );
          expect(resumeSeconds(end)).toBe(Math.max(...sequences));
        },
      ),
    );
  });

  it('of several devices resume where the learner was last, when what was kept offline comes late', () => {
    // The tablet was there 100 seconds before it could say so; the phone has gone on meanwhile.
    const phone = { deviceId: 'phone', sequence: 1, positionSeconds: 80 };
    const tablet = { deviceId: 'tablet', sequence: 1, positionSeconds: 20, agoSeconds: 100 };
    expect(resumeSeconds(afterAll([phone, tablet]))).toBe(80);
    expect(resumeSeconds(afterAll([tablet, phone]))).toBe(80);
  });

  it('keep a register for eight devices, and forget the one that was heard of longest ago', () => {
    const reports = Array.from({ length: 12 }, (_, n) => ({ deviceId: `d${n}`, sequence: 1, positionSeconds: n }));
    const end = afterAll(reports);
    expect(Object.keys(end ?? {}).filter((name) => name.startsWith('at#'))).toEqual([
      'at#d4',
      'at#d5',
      'at#d6',
      'at#d7',
      'at#d8',
      'at#d9',
      'at#d10',
      'at#d11',
    ]);
  });

  it('without a device are in the order in which they come', () => {
    expect(resumeSeconds(afterAll([{ positionSeconds: 40 }, { positionSeconds: 10 }]))).toBe(10);
  });

  it('of before devices had names are not lost', () => {
    const old = { ...NONE, v: 1, positionSeconds: 42, savedAt: '2026-01-01T00:00:00.000Z' } as PositionItem;
    expect(resumeSeconds(old)).toBe(42);
    expect(resumeSeconds(after(old, { positionSeconds: 50 }, 1_000_000_000_000))).toBe(50);
  });

  it('are too many from one a second on', () => {
    const many = Array.from({ length: 30 }, (_, n) => ({ positionSeconds: n }));
    const position = many.reduce<PositionItem | null>((last, one, n) => after(last, one, 30_000 + n * 10), null);
    expect(effectOf(position, { positionSeconds: 0 }, LESSON, 30_900).tooOften).toBe(true);
    expect(effectOf(position, { positionSeconds: 0 }, LESSON, 60_000).tooOften).toBe(false);
  });
});

describe('the time that is spent in a lesson', () => {
  it('is never more than the clock says, whoever reports how often', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ wait: fc.nat(200), device: fc.nat(3) }), { maxLength: 60 }), (reports) => {
        let now = 1_000_000_000;
        let position: PositionItem | null = null;
        for (const [n, { wait, device }] of reports.entries()) {
          now += wait;
          position = after(position, { deviceId: `d${device}`, sequence: n, positionSeconds: 0 }, now * 1000);
          const elapsed = now - (position.openedAt ?? now);
          expect(spentSeconds(position)).toBeLessThanOrEqual(elapsed);
          expect(new Set(position.spent).size).toBe(position.spent?.length ?? 0);
        }
      }),
    );
  });

  it.each([
    [30, 10, 300],
    [31, 10, 300],
    [45, 10, 450],
    [91, 10, 0],
  ])('of a report every %d seconds, %d times, is %d seconds', (wait, times, expected) => {
    let position: PositionItem | null = null;
    for (let n = 0; n <= times; n += 1) {
      position = after(
        position,
        { deviceId: 'd', sequence: n, positionSeconds: 0 },
        1_000_000_000_000 + n * wait * 1000,
      );
    }
    expect(position && spentSeconds(position)).toBe(expected);
  });

  it('is not what is told of the past', () => {
    const opened = after(null, { positionSeconds: 0 }, 0);
    expect(effectOf(opened, { positionSeconds: 0, agoSeconds: 1 }, LESSON, 60_000).spent).toEqual([]);
    expect(effectOf(opened, { positionSeconds: 0 }, LESSON, 60_000).spent).toEqual([0, 1]);
  });
});
