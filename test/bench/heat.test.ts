import { describe, expect, it } from 'vitest';
import { Arrivals, exponential, randomBy } from '../../bench/heat/arrivals.ts';
import { heatOf, shardsFor } from '../../bench/heat/heat.ts';
import { isFolded, namedKeys } from '../../bench/heat/keys.ts';
import { DIGITS, OPERATIONS, type HeatOperation, type Recording } from '../../bench/heat/record.ts';
import { faults } from '../../bench/heat/report.ts';
import { SCENARIOS } from '../../bench/heat/scenarios.ts';
import type { KeyUnits } from '../../bench/heat/keys.ts';

/** What operations took, the same by each caller where nothing else is said. */
function recordingOf(taken: Partial<Record<HeatOperation, (digit: string) => readonly KeyUnits[]>>): Recording {
  const byDigit = (name: HeatOperation) => DIGITS.map((digit) => [digit, taken[name]?.(digit) ?? []] as const);
  return Object.fromEntries(OPERATIONS.map((name) => [name, Object.fromEntries(byDigit(name))])) as Recording;
}

function arrivalsOf(
  second: number,
  counts: readonly (readonly [HeatOperation, digit: number, times: number])[],
): Arrivals {
  const arrivals = new Arrivals(second + 1);
  for (const [operation, digit, times] of counts) {
    for (let time = 0; time < times; time += 1) arrivals.add({ operation, digit, course: 0 }, second);
  }
  return arrivals;
}

describe('the heat of keys', () => {
  it('is the sum of what all callers take in a second, by key', () => {
    const recording = recordingOf({
      lesson: (digit) => [{ key: `COPY#${digit}`, rcu: 0.5, wcu: 0 }],
      complete: () => [{ key: 'COPY#0', rcu: 1, wcu: 0 }],
    });
    const arrivals = arrivalsOf(3, [
      ['lesson', 0, 1_000],
      ['lesson', 1, 40],
      ['complete', 7, 250],
    ]);
    const { keys } = heatOf(recording, arrivals);
    expect(keys).toEqual([
      { key: 'COPY#0', rcu: 750, wcu: 0, share: 0.25 },
      { key: 'COPY#1', rcu: 20, wcu: 0, share: 20 / 3_000 },
    ]);
  });

  it('counts what is folded once a batch, not once a record', () => {
    const recording = recordingOf({ complete: () => [{ key: 'BOARD#GLOBAL', rcu: 1, wcu: 2 }] });
    const heat = heatOf(recording, arrivalsOf(0, [['complete', 0, 5_000]]));
    // Four shards, four batches a second of each.
    expect(heat.keys).toEqual([{ key: 'BOARD#GLOBAL', rcu: 16, wcu: 32, share: 0.032 }]);
    expect(heatOf(recording, arrivalsOf(0, [['complete', 0, 5]])).keys[0]?.wcu).toBe(10);
  });

  it('counts a caller’s own keys once a second', () => {
    const recording = recordingOf({ complete: () => [{ key: 'LEARNER#{caller}', rcu: 0, wcu: 3 }] });
    const { keys, wcu } = heatOf(recording, arrivalsOf(0, [['complete', 0, 1_000]]));
    expect(keys).toEqual([{ key: 'LEARNER#{caller}', rcu: 0, wcu: 3, share: 0.003 }]);
    expect(wcu).toBe(3_000);
  });

  it('supposes shards that hold the load, in powers of two', () => {
    expect([shardsFor(0, 0), shardsFor(3_000, 3_500), shardsFor(30_000, 25_000)]).toEqual([4, 8, 64]);
  });

  it('is a fault beyond half a partition only', () => {
    const heat = (share: number) => ({ keys: [{ key: 'COURSE#x', rcu: 3_000 * share, wcu: 0, share }] });
    expect(faults(heat(0.5))).toEqual([]);
    expect(faults(heat(0.51))).toEqual(['COURSE#x takes 51 % of a partition, the limit is 50 %']);
  });
});

describe('keys', () => {
  it('are named for what they depend on', () => {
    const names = { caller: 'abc', course: '01M7ZPE8ZP0000000000000000', slug: 'a-course' };
    const units = { rcu: 1, wcu: 1 };
    const keys = namedKeys(
      {
        'Table LEARNER#abc': units,
        'Table COPY#4#01M7ZPE8ZP0000000000000000#01M7ZPE8ZPAAAAAAAAAAAAAAAA': units,
        'Table/index/courseBySlug a-course': units,
        'Table/index/learnersWithPoints ?': units,
        'Table/index/due 3': units,
        'Table/index/due 5': { rcu: 9, wcu: 0 },
      },
      names,
    );
    expect(keys).toEqual([
      { key: 'LEARNER#{caller}', ...units },
      { key: 'COPY#4#{course}#{lesson}', ...units },
      { key: 'index/courseBySlug {slug}', ...units },
      { key: 'index/learnersWithPoints a', ...units },
      { key: 'index/due {notification}', rcu: 0, wcu: 1 },
    ]);
  });

  it('of totals are written by batch, those of the index that finds learners by record', () => {
    const folded = ['CARD#x', 'FOLD#x', 'BOARD#x', 'COPY#COUNTS#x', 'index/popularCourses PUBLISHED'];
    const single = ['COPY#0#x', 'LEARNER#x', 'index/learningOfCourse x', 'index/learnersWithPoints 0'];
    expect([folded.every(isFolded), single.some(isFolded)]).toEqual([true, false]);
  });
});

describe('arrivals', () => {
  it('are the same for the same seed, and others for another', () => {
    const take = (seed: number) => Array.from({ length: 5 }, randomBy(seed));
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
  });

  it('have the mean that is asked for', () => {
    const random = randomBy(7);
    const times = Array.from({ length: 100_000 }, () => exponential(random, 480));
    expect(times.reduce((sum, time) => sum + time, 0) / times.length).toBeGreaterThan(475);
    expect(times.reduce((sum, time) => sum + time, 0) / times.length).toBeLessThan(485);
  });

  it('of an opening bring nearly a million, of the others 5,000 a second', () => {
    const [opening, viral, scores] = SCENARIOS.map(({ arrivals }) => {
      const sums: Partial<Record<HeatOperation, number>> = {};
      for (const { doing, counts } of arrivals(1).all()) {
        const sum = counts.reduce((total, count) => total + count);
        sums[doing.operation] = (sums[doing.operation] ?? 0) + sum;
      }
      return sums;
    });
    expect(opening?.dashboard).toBeGreaterThan(999_000);
    expect(opening?.enroll).toBeGreaterThan(999_000);
    expect((viral?.complete ?? 0) / 120 / 5_000).toBeCloseTo(1, 1);
    expect((scores?.complete ?? 0) / 120 / 5_000).toBeCloseTo(1, 1);
  });
});
