import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listScores, type ListPorts } from '../../functions/aggregate/list-scores.ts';
import { relist } from '../../functions/recompute/relist.ts';
import type { Score } from '../../functions/shared/boards/listing.ts';
import { newAccount } from '../../model/account.ts';
import { BOARD_ROWS, listing, MIN_ROWS, type BoardRecentItem, type BoardTopItem } from '../../model/board.ts';
import { bucketOf } from '../../model/histogram.ts';
import { boardRecentKey, boardTopKey, GLOBAL_BOARD, pointsKey } from '../../model/keys.ts';
import { pointsStamp, type PointsItem } from '../../model/points.ts';
import { MemoryTable } from '../support/memory-table.ts';

const CAUSE = { actor: 'test', request: '', origin: 'test' };
const NOW = '2026-11-21T12:00:00.000Z';

/** Learners whose points change, and shards that list the changes. */
class School {
  readonly memory: MemoryTable;
  readonly recomputed: string[] = [];
  readonly #chance: () => number;

  constructor(seed: number) {
    let state = seed;
    // Park and Miller's generator: the same for the same seed.
    this.#chance = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    this.memory = new MemoryTable(async () => {
      for (let turns = Math.floor(this.#chance() * 4); turns > 0; turns -= 1) await turn();
    });
  }

  get ports(): ListPorts & { readonly newId: () => string } {
    return {
      table: this.memory.table,
      tableName: this.memory.tableName,
      cause: CAUSE,
      now: NOW,
      newId: () => `${this.#chance()}`,
      recompute: async (aggregate) => {
        this.recomputed.push(aggregate);
      },
    };
  }

  /** As long as a few requests take. */
  async pause(): Promise<void> {
    for (let turns = this.below(20); turns > 0; turns -= 1) await turn();
  }

  /** A shard of four: a learner's changes all come from one, in their order; batches come again. */
  async shard(shard: number, learners: number): Promise<void> {
    for (let batch = 0; batch < 12; batch += 1) {
      const scores = Array.from({ length: 1 + this.below(20) }, () => {
        const number = 4 * this.below(Math.ceil(learners / 4)) + shard;
        const gain = this.below(10) === 0 ? -20 : 5 * this.below(20);
        return this.score(number, Math.max(0, (this.pointsOf(number)?.total ?? 0) + gain));
      });
      const before = new Map([...scores].reverse().map((score) => [score.sub, score.before]));
      const last = new Map(scores.map((score) => [score.sub, score])).values();
      const netted = [...last].map((score) => ({ ...score, before: before.get(score.sub) ?? 0 }));
      await this.list(netted);
      if (this.below(3) === 0) await this.list(netted);
    }
  }

  /** Points of this one and that one change. */
  async liveUntil(end: { readonly isDone: boolean }): Promise<void> {
    while (!end.isDone) {
      await this.pause();
      const number = this.below(300);
      const before = this.pointsOf(number)?.total ?? 0;
      await this.list([this.score(number, Math.max(0, before + 5 * this.below(30) - 60))]);
    }
  }

  below(limit: number): number {
    return Math.floor(this.#chance() * limit);
  }

  /** Somebody's points become these. */
  score(number: number, after: number): Score {
    const sub = subOf(number);
    const before = this.pointsOf(number);
    const version = (before?.version ?? 0) + 1;
    if (!before) {
      const account = {
        sub,
        email: `${sub}@kalpla.test`,
        displayName: `L ${number}`,
        terms: { address: `${sub}@kalpla.test`, nameOrder: `l ${number}` },
        salt: '',
        now: NOW,
        cause: CAUSE,
      };
      this.memory.set(newAccount(account));
    }
    const points = { ...pointsKey(sub), ...pointsStamp(sub), total: after, version };
    this.memory.set(points);
    return { sub, before: before?.total ?? 0, after, version };
  }

  pointsOf(number: number): PointsItem | undefined {
    return this.memory.get(pointsKey(subOf(number)));
  }

  async list(scores: readonly Score[]): Promise<void> {
    const recent = this.memory.get<BoardRecentItem>(boardRecentKey(GLOBAL_BOARD));
    await listScores(GLOBAL_BOARD, scores, recent ?? null, this.ports);
  }

  /** As the fold and its rebuild count. */
  counts(): Record<string, bigint> {
    const counts: Record<string, bigint> = {};
    for (const { total } of this.everybody()) {
      const bucket = bucketOf(total);
      if (bucket) counts[bucket] = (counts[bucket] ?? 0n) + 1n;
    }
    return counts;
  }

  everybody(): PointsItem[] {
    return [...this.memory.items.values()].filter(({ sk }) => sk === 'POINTS') as unknown as PointsItem[];
  }

  board() {
    const top = this.memory.get<BoardTopItem>(boardTopKey(GLOBAL_BOARD)) ?? null;
    return listing(top, this.memory.get<BoardRecentItem>(boardRecentKey(GLOBAL_BOARD)) ?? null);
  }
}

function subOf(number: number): string {
  return `${(number % 16).toString(16)}-${number}`;
}

/** Everybody above the floor is listed, and whoever is listed has the points that they have. */
function expectTrue(school: School): void {
  const { rows, floor } = school.board();
  const points = new Map(school.everybody().map((item) => [item.learnerId.slice('usr_'.length), item.total]));
  expect(rows.map(([sub, , score]) => [sub, score])).toEqual(rows.map(([sub]) => [sub, points.get(sub)]));
  const above = [...points.values()].filter((score) => score > floor);
  expect(rows.filter(([, , score]) => score > floor)).toHaveLength(above.length);
  expect(rows.every(([, name]) => name.startsWith('L '))).toBe(true);
}

const seeds = fc.integer({ min: 1, max: 2_000_000_000 });

describe('a board that several shards write at once', () => {
  it('is what the learners have, whatever comes twice, late, and between what others write', async () => {
    let conflicts = 0;
    let overtaken = 0;
    await fc.assert(
      fc.asyncProperty(seeds, fc.integer({ min: 1, max: 400 }), async (seed, learners) => {
        const school = new School(seed);
        await Promise.all([0, 1, 2, 3].map((shard) => school.shard(shard, learners)));
        conflicts += school.memory.conflicts;
        overtaken += school.board().floor > 0 ? 1 : 0;
        expectTrue(school);
        expect(school.recomputed.includes(`board:${GLOBAL_BOARD}`)).toBe(school.board().floor > 0);
      }),
      { numRuns: 40 },
    );
    expect(conflicts).toBeGreaterThan(100);
    expect(overtaken).toBeGreaterThan(5);
  });

  it('brings nobody back whose old change comes again after they have fallen off', async () => {
    const school = new School(1);
    const rise = school.score(0, 50);
    await school.list([rise]);
    const fall = school.score(0, 0);
    await school.list([fall]);
    // What is recent is written into the top, and forgotten.
    for (let number = 1; number < 60; number += 1) await school.list([school.score(number, 10)]);
    await school.list([rise]);
    expectTrue(school);
  });

  it('is not written for those who stay below it', async () => {
    const school = new School(2);
    for (let number = 0; number < 200; number += 1) await school.list([school.score(number, 1000 + number)]);
    expect(school.board().floor).toBeGreaterThan(1000);
    const { length } = school.memory.written;
    for (let number = 200; number < 300; number += 1) await school.list([school.score(number, 10)]);
    expect(school.memory.written).toHaveLength(length);
  });

  it('costs a write a change, and a second in nine or so when what is recent goes into the top', async () => {
    const school = new School(3);
    for (let number = 0; number < 100; number += 1) await school.list([school.score(number, 10 + number)]);
    const tops = school.memory.written.filter((key) => key.endsWith('TOP')).length;
    expect(school.memory.written).toHaveLength(100);
    expect(tops).toBeLessThan(9);
  });
});

describe('a board from which many fall back', () => {
  it('asks to be made anew once fewer are left than it shows, and then lists who was missing', async () => {
    const school = new School(4);
    for (let number = 0; number < 400; number += 1) await school.list([school.score(number, 100 + number)]);
    school.recomputed.length = 0;
    for (let number = 399; number > 340; number -= 1) await school.list([school.score(number, 5)]);
    expect(school.board().rows.length).toBeLessThan(MIN_ROWS);
    expect(school.recomputed).toContain(`board:${GLOBAL_BOARD}`);
    await relist(GLOBAL_BOARD, school.counts(), school.ports);
    expect(school.board().rows).toHaveLength(BOARD_ROWS);
    expectTrue(school);
  });

  it('is true when it is made anew while points change', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const school = new School(seed);
        for (let number = 0; number < 300; number += 1) await school.list([school.score(number, 5 * school.below(80))]);
        for (const [sub] of school.board().rows.slice(0, 30)) {
          await school.list([school.score(Number(sub.split('-')[1]), 5)]);
        }
        const anew = { isDone: false };
        const done = relist(GLOBAL_BOARD, school.counts(), school.ports).finally(() => (anew.isDone = true));
        await school.liveUntil(anew);
        await done;
        expectTrue(school);
      }),
      { numRuns: 25 },
    );
  });

  it('brings nobody back who has fallen off since somebody else has read it', async () => {
    const school = new School(7);
    await school.list([school.score(0, 50)]);
    const others = (points: number) => Array.from({ length: 13 }, (_, number) => school.score(1 + number, points));
    // So many at once go into the top, past what is recent.
    await school.list([school.score(0, 0), ...others(10)]);
    await listScores(GLOBAL_BOARD, others(20), null, school.ports);
    expect(school.board().rows).toHaveLength(13);
    expectTrue(school);
  });

  it('lists everybody again where no more are left than it holds', async () => {
    const school = new School(6);
    for (let number = 0; number < 150; number += 1) await school.list([school.score(number, 100 + number)]);
    for (let number = 0; number < 80; number += 1) school.score(number, 0);
    await relist(GLOBAL_BOARD, school.counts(), school.ports);
    expect(school.board()).toMatchObject({ floor: 0 });
    expect(school.board().rows).toHaveLength(70);
    expectTrue(school);
  });
});
