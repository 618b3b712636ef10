import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLines } from '../../../functions/audit-read/find-lines.ts';
import { readLines } from '../../../functions/audit-read/read-lines.ts';
import { indexObject } from '../../../functions/audit-index/index-object.ts';
import { Poison } from '../../../functions/shared/poison.ts';
import { MAX_LINES, type AuditIndexItem } from '../../../model/audit.ts';
import { auditPartition } from '../../../model/audit-keys.ts';

interface Entry {
  readonly id: string;
  readonly time: string;
  readonly about: readonly string[];
}

const COURSE = 'crs_01M7ZC8TA8MDDWYCV2W6MT2QZS';
const cause = { actor: 'audit-index', request: '', origin: 'audit-index' };

/** The index and the bucket, in memory. */
class Trail {
  readonly objects = new Map<string, Buffer>();
  readonly items = new Map<string, AuditIndexItem>();

  async deliver(object: string, lines: readonly string[], chunk = 700): Promise<void> {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    this.objects.set(object, bytes);
    const body = (async function* () {
      for (let from = 0; from < bytes.length; from += chunk)
        yield await Promise.resolve(bytes.subarray(from, from + chunk));
    })();
    await indexObject({ object, version: 'v', expiresAt: 0, cause }, body, (items) => {
      for (const item of items) this.items.set(`${item.pk} ${item.sk}`, item);
      return Promise.resolve();
    });
  }

  /** Every entry about an id, by pages, as it lies in the bucket. */
  async pages(id: string, limit: number): Promise<Entry[]> {
    const own = [...this.items.values()].filter(({ pk }) => pk === auditPartition(id));
    own.sort((one, other) => (one.sk < other.sk ? 1 : -1));
    const entries: Entry[] = [];
    let before: { id: string; time: string } | null = null;
    for (;;) {
      const items = (async function* () {
        for (const item of own) yield await Promise.resolve(item);
      })();
      const found = await findLines(items, before, limit);
      const texts = await readLines(found, (object, _version, first, last) =>
        Promise.resolve((this.objects.get(object) ?? Buffer.alloc(0)).subarray(first, last + 1)),
      );
      entries.push(...found.map((line) => texts.get(line) as Entry));
      if (entries.length > 10_000) throw new Error('The pages do not end.');
      before = found.at(-1) ?? null;
      if (!before || found.length < limit) return entries;
    }
  }
}

const entry: fc.Arbitrary<Entry> = fc.record({
  id: fc.integer({ min: 0, max: 60 }).map((number) => number.toString(16).padStart(32, '0')),
  time: fc.constant(''),
  about: fc.constant([COURSE]),
});

/** An event has one time, whenever it comes. */
function timed({ id, about }: Entry): string {
  const time = new Date(Date.UTC(2026, 10, 21) + (Number.parseInt(id, 16) % 7) * 1000).toISOString();
  return JSON.stringify({ id, time, about, note: 'ü'.repeat(Number.parseInt(id, 16)) });
}

describe('the index of the trail', () => {
  it('finds each event once, in order, however often and in whatever objects it was delivered', async () => {
    const deliveries = fc.array(fc.array(entry, { maxLength: 20 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        deliveries,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 400 }),
        async (all, limit, chunk) => {
          const trail = new Trail();
          for (const [number, lines] of all.entries()) await trail.deliver(`events/${number}`, lines.map(timed), chunk);
          const found = await trail.pages(COURSE, limit);
          const expected = [...new Set(all.flat().map(timed))].map((text) => JSON.parse(text) as Entry);
          expected.sort((one, other) => (`${one.time}#${one.id}` < `${other.time}#${other.id}` ? 1 : -1));
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('writes the same items for an object that comes again', async () => {
    const trail = new Trail();
    const lines = Array.from({ length: 50 }, (_, number) =>
      timed({ id: number.toString(16).padStart(32, '0'), time: '', about: [COURSE] }),
    );
    await trail.deliver('events/1', lines);
    const first = new Map(trail.items);
    await trail.deliver('events/1', lines, 13);
    expect(trail.items).toEqual(first);
  });

  it('takes 5 MB about one course in one second as a few items, each below 64 KB', async () => {
    const trail = new Trail();
    const time = '2026-11-21T09:00:00.000Z';
    const filler = 'x'.repeat(600);
    const lines = Array.from({ length: 7_500 }, (_, number) =>
      JSON.stringify({ id: number.toString(16).padStart(32, '0'), time, about: [COURSE], filler }),
    );
    await trail.deliver('events/1', lines, 65_536);
    const own = [...trail.items.values()].filter(({ pk }) => pk === auditPartition(COURSE));
    expect(own.length).toBe(Math.ceil(7_500 / MAX_LINES));
    for (const item of own) expect(JSON.stringify(item).length).toBeLessThan(64_000);
    expect(await trail.pages(COURSE, 4_000)).toHaveLength(7_500);
  });

  it('indexes what it can read, and then says where the rest lies', async () => {
    const trail = new Trail();
    const good = timed({ id: 'a'.padStart(32, '0'), time: '', about: [COURSE] });
    const delivery = trail.deliver('events/1', ['{', good, 'null', '{"id":1}']);
    await expect(delivery).rejects.toThrow(Poison);
    await expect(delivery).rejects.toThrow(
      `3 lines of events/1 are no entries, at 0, ${good.length + 13}`.slice(0, 46),
    );
    expect(await trail.pages(COURSE, 5)).toHaveLength(1);
  });

  it('shows nothing where the bucket holds something else than the index says', async () => {
    const trail = new Trail();
    await trail.deliver('events/1', [timed({ id: '1'.padStart(32, '0'), time: '', about: [COURSE] })]);
    const other = (trail.objects.get('events/1') ?? '').toString().replace('01"', '02"');
    trail.objects.set('events/1', Buffer.from(other));
    await expect(trail.pages(COURSE, 5)).rejects.toThrow('has another entry at 0');
  });
});
