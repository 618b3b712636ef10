import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BOARD_ROWS,
  listing,
  standingOf,
  toLeaderboard,
  type BoardRecentItem,
  type BoardTopItem,
  type Row,
} from '../../model/board.ts';
import { bucketOf, BUCKETS, type Bucket, type Counts } from '../../model/histogram.ts';

const row = (sub: string, points: number, version = 1): Row => [sub, `Name of ${sub}`, points, version];

function top(rows: readonly Row[], floor = 0): BoardTopItem {
  return {
    pk: 'BOARD#GLOBAL',
    sk: 'TOP',
    entity: 'BoardTop',
    v: 1,
    rows,
    floor,
    through: 0,
    version: 1,
    updatedAt: '2026-11-21T12:00:00.000Z',
    cause: { actor: 'aggregate', request: '', origin: 'aggregate' },
  };
}

function recentOf(rows: readonly Row[], since = 1): BoardRecentItem {
  const { through: _, ...item } = top([]);
  return { ...item, entity: 'BoardRecent', rows: rows.map((each) => [...each, since]) };
}

/** Everybody's points, as a board would have them that lists so many. */
function boardOf(population: readonly number[], listed: number) {
  const rows = population.map((points, index) => row(`s${index}`, points)).filter(([, , points]) => points > 0);
  const whole = listing(top(rows), null).rows;
  const floor = whole[listed]?.[2] ?? 0;
  const counts: Record<Bucket, number> = {};
  for (const [, , points] of rows) {
    const bucket = bucketOf(points);
    if (bucket) counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { ...listing(top(whole.slice(0, listed), floor), null), counts: counts as Counts };
}

function trueRank(population: readonly number[], points: number): number {
  return 1 + population.filter((others) => others > points).length;
}

const scores = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 0, max: 400 }).map((fives) => 5 * fives),
  fc.integer({ min: 0, max: 200_000 }),
);
const populations = fc.array(scores, { minLength: 1, maxLength: 400 });

describe('buckets', () => {
  it('grow by no more than a tenth, once the smallest award is less than that', () => {
    BUCKETS.forEach((least, index) => {
      const next = BUCKETS[index + 1];
      if (next === undefined) return;
      expect(next).toBeGreaterThan(least);
      if (least >= 50) expect(next / least).toBeLessThan(1.13);
    });
  });

  it('hold everybody with points, and nobody without', () => {
    expect([bucketOf(0), bucketOf(1), bucketOf(4), bucketOf(5), bucketOf(10_000_000)]).toEqual([
      null,
      'b0',
      'b0',
      'b1',
      `b${BUCKETS.length - 1}`,
    ]);
  });
});

describe('a rank', () => {
  it('differs from the true one by no more than its error, for whatever learners there are', () => {
    fc.assert(
      fc.property(populations, fc.integer({ min: 1, max: BOARD_ROWS }), (population, listed) => {
        const { counts, ...board } = boardOf(population, listed);
        for (const [index, points] of population.entries()) {
          if (points === 0) continue;
          const { rank, error, exact } = standingOf(board, counts, `s${index}`, points);
          expect(Math.abs(rank - trueRank(population, points))).toBeLessThanOrEqual(error ?? -1);
          expect(exact).toBe(error === 0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is exact for whoever is listed', () => {
    fc.assert(
      fc.property(populations, fc.integer({ min: 1, max: BOARD_ROWS }), (population, listed) => {
        const { counts, ...board } = boardOf(population, listed);
        for (const [sub, , points] of board.rows) {
          expect(standingOf(board, counts, sub, points)).toEqual({
            rank: trueRank(population, points),
            points: `${points}`,
            exact: true,
            error: 0,
          });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is no better with fewer points', () => {
    fc.assert(
      fc.property(populations, fc.integer({ min: 1, max: BOARD_ROWS }), (population, listed) => {
        const { counts, ...board } = boardOf(population, listed);
        const ranks = population
          .map((points, index) => ({ points, sub: `s${index}` }))
          .filter(({ points }) => points > 0)
          .sort((one, other) => other.points - one.points)
          .map(({ points, sub }) => standingOf(board, counts, sub, points).rank);
        ranks.forEach((rank, index) => expect(rank).toBeGreaterThanOrEqual(ranks[index - 1] ?? 1));
      }),
      { numRuns: 200 },
    );
  });

  it('leaves open half of those in its bucket at most', () => {
    const counts: Counts = { b20: 1000, b21: 500, b22: 10 };
    const { rank, error } = standingOf({ rows: [], floor: 90_000 }, counts, 's', BUCKETS[21] ?? 0);
    expect([rank, error]).toEqual([1 + 10 + 249, 250]);
  });
});

describe('a leaderboard', () => {
  const shown = (rows: readonly Row[], more: Partial<Parameters<typeof toLeaderboard>[0]> = {}) =>
    toLeaderboard({ top: top(rows), recent: null, counts: null, sub: 'me', own: 0, limit: 20, ...more });

  it('gives one rank to learners with equally many points, and passes over the next', () => {
    const { items } = shown([row('a', 30), row('b', 20), row('c', 20), row('d', 10)]);
    expect(items.map(({ rank, points }) => [rank, points])).toEqual([
      [1, '30'],
      [2, '20'],
      [2, '20'],
      [4, '10'],
    ]);
  });

  it('shows what has changed since its top was written, once, and nobody who has nothing left', () => {
    const recent = recentOf([row('c', 50, 9), row('a', 0, 7)]);
    const { items } = shown([row('a', 30, 6), row('b', 20, 2), row('c', 20, 8)], { recent });
    expect(items.map(({ user, points }) => [user.id, points])).toEqual([
      ['usr_c', '50'],
      ['usr_b', '20'],
    ]);
  });

  it('takes no older state for a newer one', () => {
    const recent = recentOf([row('a', 10, 3)]);
    expect(shown([row('a', 30, 6)], { recent }).items[0]?.points).toBe('30');
  });

  it('passes over what is in its top already, where somebody has fallen off since', () => {
    const merged = { ...top([row('b', 20)]), through: 5 };
    expect(shown([], { top: merged, recent: recentOf([row('a', 30)], 5) }).items.map(({ points }) => points)).toEqual([
      '20',
    ]);
  });

  it('is empty, and knows nobody, before anybody has points', () => {
    expect(shown([], { top: null })).toEqual({ items: [], me: null, updatedAt: null });
  });

  it('tells where the caller stands beyond what it shows', () => {
    const rows = Array.from({ length: 50 }, (_, index) => row(`s${index}`, 1000 - index));
    const { items, me } = shown([...rows, row('me', 5)], { own: 5, limit: 3 });
    expect(items).toHaveLength(3);
    expect(me).toEqual({ rank: 51, points: '5', exact: true, error: 0 });
  });
});
