import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorOf, tokenOf } from '../../functions/roster/cursor.ts';
import { pageOfBuckets } from '../../functions/roster/page.ts';
import type { BucketPage, Cursor } from '../../functions/shared/roster-bucket.ts';
import { HEX_DIGITS } from '../../model/keys.ts';

const sub = (digit: string, n: number) => `${digit}${String(n).padStart(7, '0')}-0000-4000-8000-000000000000`;

/** The sixteen partitions, of which some learners are not shown; counts the requests. */
class Buckets {
  readonly #subs: ReadonlyMap<string, readonly string[]>;
  readonly #hidden: ReadonlySet<string>;
  reads = 0;

  constructor(subs: readonly string[], hidden: ReadonlySet<string> = new Set()) {
    this.#subs = Map.groupBy(subs.toSorted(), (one) => one.slice(0, 1));
    this.#hidden = hidden;
  }

  read({ digit, after }: Cursor, most: number): Promise<BucketPage> {
    this.reads += 1;
    const all = (this.#subs.get(digit) ?? []).filter((one) => after === null || one > after);
    const looked = all.slice(0, most);
    const last = looked.length === most ? (looked.at(-1) ?? null) : null;
    return Promise.resolve({ subs: looked.filter((one) => !this.#hidden.has(one)), last });
  }
}

async function allPages(buckets: Buckets, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor = cursorOf(null);
  while (cursor) {
    const { subs, next } = await pageOfBuckets(buckets, cursor, limit);
    pages.push([...subs]);
    cursor = next === null ? null : cursorOf(tokenOf(next));
  }
  return pages;
}

const learners = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...HEX_DIGITS.split('')), fc.nat(40)).map(([digit, n]) => sub(digit, n)),
  { maxLength: 80 },
);

describe('the pages of a roster', () => {
  it('hold every learner who is shown, once each, and no more than asked for', async () => {
    await fc.assert(
      fc.asyncProperty(learners, fc.integer({ min: 1, max: 30 }), fc.func(fc.boolean()), async (subs, limit, hides) => {
        const hidden = new Set(subs.filter((one) => hides(one)));
        const pages = await allPages(new Buckets(subs, hidden), limit);
        expect(pages.flat()).toEqual(subs.toSorted().filter((one) => !hidden.has(one)));
        expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('of a small course are one', async () => {
    const subs = ['0', '5', 'a', 'f'].map((digit) => sub(digit, 1));
    expect(await allPages(new Buckets(subs), 20)).toEqual([subs]);
  });

  it('of a large course cost one request each, however many learn in it', async () => {
    const buckets = new Buckets(Array.from({ length: 500 }, (_, n) => sub('0', n)));
    await pageOfBuckets(buckets, { digit: '0', after: sub('0', 100) }, 20);
    expect(buckets.reads).toBe(1);
  });

  it('begin nowhere but after a learner', () => {
    expect(['', 'x', tokenOf('0'), tokenOf(`${sub('0', 1)}0`), tokenOf(sub('g', 1))].map(cursorOf)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
