import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { World } from './world.ts';

/** One thing that happens, as a counterexample shows it. */
type Step = { readonly [Method in keyof World]?: unknown };

const LEARNERS = 6;

const write = fc.record({
  write: fc.tuple(
    fc.nat(LEARNERS - 1),
    fc.constantFrom('ACTIVE', 'COMPLETED', 'CANCELED', null),
    fc.constantFrom(-1, 0, 0, 0, 1),
  ),
});
const deliver = fc.record({ deliver: fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 5 }), fc.boolean()) });
const wait = fc.record({ wait: fc.tuple(fc.nat(4)) });
const split = fc.record({ split: fc.tuple(fc.nat(1)) });
const corrupt = fc.record({ corrupt: fc.tuple(fc.integer({ min: -5, max: 5 })) });
const begin = fc.constant({ begin: [] });
const scan = fc.record({ scan: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(2)) });
const commit = fc.constant({ commit: [] });

const often = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
const many = (...steps: ReturnType<typeof often>[]) =>
  fc.array(fc.oneof(...steps), { minLength: 1, maxLength: 100, size: 'max' });

function worldAfter(steps: readonly Step[]): World {
  const world = new World();
  for (const step of steps) {
    for (const [method, args] of Object.entries(step)) {
      (world[method as 'write'] as (...all: unknown[]) => void).apply(world, args as unknown[]);
    }
  }
  world.settle();
  return world;
}

describe('totals', () => {
  it('are the sum of what stands in the table, however batches are cut, replayed, and shards split', () => {
    let replayed = 0;
    fc.assert(
      fc.property(many(often(5, write), often(5, deliver), often(2, wait), often(1, split)), (steps) => {
        const world = worldAfter(steps);
        replayed += world.seen.replayed;
        expect(world.totals()).toEqual(world.truth());
      }),
      { numRuns: 500 },
    );
    expect(replayed).toBeGreaterThan(100);
  });

  it('are true again after a rebuild at any moment, whatever is written, folded and read meanwhile', () => {
    const seen = { replayed: 0, journaled: 0, late: 0, overridden: 0, rebuilt: 0 };
    const steps = many(
      often(6, write),
      often(4, deliver),
      often(2, wait),
      often(1, split),
      often(1, corrupt),
      often(2, begin),
      often(3, scan),
      often(1, commit),
    );
    fc.assert(
      fc.property(steps, (all) => {
        const world = worldAfter([{ corrupt: [3] }, ...all]);
        for (const name of Object.keys(seen) as (keyof typeof seen)[]) seen[name] += world.seen[name];
        expect(world.totals()).toEqual(world.truth());
      }),
      { numRuns: 1_000 },
    );
    // Each case came up, and often.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
  });
});
