import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { changesOf } from '../../../functions/aggregate/contributions.ts';
import { asOfScan, recount } from '../../../functions/recompute/recount.ts';
import { remainder, type AsOf } from '../../../functions/shared/folds/books.ts';
import { deltasOf, sumOf, type Contribution } from '../../../functions/shared/folds/contribution.ts';
import { courseLearning } from '../../../functions/shared/folds/course-learning.ts';
import type { Counts, Item } from '../../../functions/shared/folds/fold.ts';
import { enrollmentKey, positionKey } from '../../../model/keys.ts';

const COURSE = 'C';
const FOLD = courseLearning;
const CARD: Item = { pk: 'CARD#C', sk: 'CARD', course: { publishedAt: '2026-01-01T00:00:00.000Z' } };

/** Longest that an index is behind its table here, in seconds: a rebuild waits for longer. */
const MOST_BEHIND = 2;
/** What a rebuild waits before its scan and after it. */
const SETTLE = 3;

interface Version {
  readonly time: number;
  readonly item: Item | null;
}

interface Shard {
  readonly id: string;
  readonly records: DynamoDBRecord[];
  /** Records whose answer has arrived at the stream's reader. */
  done: number;
}

interface Running {
  readonly id: number;
  readonly at: number;
  readonly scanned: Map<string, Counts>;
  /** Items that the scan has come by. */
  readonly passed: Set<string>;
}

/**
 * A table with learners, its stream, and the totals of one course: what the functions do around their pure parts, with
 * every step a decision of the test's. Writes of the totals are atomic, as the table's are.
 */
export class World {
  #now = 1_000;
  readonly #items = new Map<string, Version[]>();
  /** Two lines of shards: each item belongs to one, and a shard is read when the one before it is read to its end. */
  readonly #lines: Shard[][] = [[newShard()], [newShard()]];
  readonly #marks = new Map<string, string>();
  #totals = new Map<string, bigint>([['popularity', BigInt(Date.parse('2026-01-01T00:00:00.000Z'))]]);
  #asOf: AsOf | undefined;
  #journal: Contribution[] = [];
  #running: Running | undefined;
  #sequence = 0;
  #isDirty = false;
  /** How often each case came up. */
  readonly seen = { replayed: 0, journaled: 0, late: 0, overridden: 0, rebuilt: 0 };

  /** Some learner's enrollment or position gets another status, or goes. */
  write(nth: number, status: string | null, clockError: number): void {
    const key = nth % 3 === 0 ? positionKey(`s${nth}`, COURSE, 'L') : enrollmentKey(`s${nth}`, COURSE);
    const name = `${key.pk} ${key.sk}`;
    const versions = this.#items.get(name) ?? [];
    const before = versions.at(-1)?.item ?? null;
    const after = status === null ? null : { ...key, status, request: this.#sequence };
    if (!before && !after) return;
    this.#items.set(name, [...versions, { time: this.#now, item: after }]);
    this.#sequence += 1;
    this.#lines[nth % 2]?.at(-1)?.records.push({
      dynamodb: {
        Keys: marshall(key),
        ...(before ? { OldImage: marshall(before) } : {}),
        ...(after ? { NewImage: marshall(after) } : {}),
        SequenceNumber: String(10 ** 20 + this.#sequence * 10 ** 6),
        ApproximateCreationDateTime: Math.max(0, this.#now + clockError),
      },
    } as DynamoDBRecord);
  }

  wait(seconds: number): void {
    this.#now += seconds;
  }

  split(line: number): void {
    this.#lines[line]?.push(newShard());
  }

  /** A batch of a line's stream comes: where its answer is lost, it comes again, as long as it was or otherwise. */
  deliver(line: number, length: number, answerIsLost: boolean): void {
    const shard = this.#lines[line]?.find(({ records, done }) => done < records.length);
    if (!shard) return;
    const batch = shard.records.slice(shard.done, shard.done + length);
    this.#fold(shard.id, batch);
    if (answerIsLost) this.seen.replayed += 1;
    else shard.done += batch.length;
  }

  /** As `foldChange` does it. */
  #fold(shardId: string, batch: readonly DynamoDBRecord[]): void {
    const change = changesOf(batch, [FOLD]).changes.get(`learning:${COURSE}`);
    if (!change) return;
    const mark = this.#marks.get(shardId);
    const rebuild = this.#running && { id: '', rev: 0, at: this.#running.at };
    const { left, isUnsure } = remainder(change.contributions, {
      ...(mark ? { mark } : {}),
      ...(this.#asOf ? { asOf: this.#asOf } : {}),
      ...(rebuild ? { rebuild } : {}),
    });
    if (isUnsure) {
      this.#isDirty = true;
      this.seen.late += 1;
    }
    const last = left.at(-1);
    if (!last) return;
    this.#marks.set(shardId, last.sequence);
    if (this.#running) {
      this.#journal.push(...left);
      this.seen.journaled += left.length;
      return;
    }
    for (const [name, delta] of Object.entries(deltasOf(FOLD.names, left))) this.#add(name, delta);
  }

  #add(name: string, delta: bigint): void {
    this.#totals.set(name, (this.#totals.get(name) ?? 0n) + delta);
  }

  /** Somebody spoils a total: a rebuild is due. */
  corrupt(by: number): void {
    this.#add('enrolled', BigInt(by));
    this.#isDirty = true;
  }

  begin(): void {
    if (this.#running) return;
    this.#isDirty = false;
    this.#journal = [];
    this.#running = { id: this.seen.rebuilt, at: this.#now, scanned: new Map(), passed: new Set() };
    this.#now += SETTLE;
  }

  /** The scan sees some more items, each as it was a moment ago at the worst. */
  scan(count: number, behind: number): void {
    if (!this.#running) return;
    const seenAt = this.#now - Math.min(behind, MOST_BEHIND);
    const left = [...this.#items.keys()].filter((name) => !this.#running?.passed.has(name));
    for (const name of left.slice(0, count)) {
      this.#running.passed.add(name);
      const version = this.#items.get(name)?.findLast(({ time }) => time <= seenAt);
      const counts = version?.item && FOLD.count(version.item)[0]?.counts;
      if (counts) this.#running.scanned.set(name, counts);
    }
  }

  commit(): void {
    const running = this.#running;
    if (!running) return;
    this.scan(this.#items.size, 0);
    this.#asOf = asOfScan(running.at, this.#now);
    this.#now += SETTLE;
    this.seen.overridden += this.#journal.filter(({ source, after }) => {
      return JSON.stringify(running.scanned.get(source) ?? {}) !== JSON.stringify(after);
    }).length;
    const journal = this.#journal.toSorted((one, other) => (one.sequence < other.sequence ? -1 : 1));
    this.#totals = new Map(Object.entries(recount(FOLD, CARD, running.scanned, journal)));
    this.#running = undefined;
    this.seen.rebuilt += 1;
  }

  /** All that is under way ends, a rebuild that is due too. */
  settle(): void {
    for (let round = 0; round < 4; round += 1) {
      this.commit();
      for (const line of [0, 1]) {
        for (const { records } of this.#lines[line] ?? []) this.deliver(line, records.length, false);
      }
      if (!this.#isDirty) return;
      // A later rebuild finds the records of this moment older than its own beginning.
      this.#now += 60;
      this.begin();
    }
    throw new Error('Rebuilds ask for rebuilds without end.');
  }

  totals(): Readonly<Record<string, bigint>> {
    return Object.fromEntries(FOLD.names.map((name) => [name, this.#totals.get(name) ?? 0n]));
  }

  truth(): Readonly<Record<string, bigint>> {
    const items = [...this.#items.values()].flatMap((versions) => versions.at(-1)?.item ?? []);
    const counts = items.flatMap((item) => FOLD.count(item)).map((counted) => counted.counts);
    return sumOf(FOLD.names, [FOLD.base?.(CARD) ?? {}, ...counts]);
  }
}

let shards = 0;

function newShard(): Shard {
  shards += 1;
  return { id: `shardId-${shards}`, records: [], done: 0 };
}
