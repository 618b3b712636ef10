import type { Arrivals } from './arrivals.ts';
import { isFolded, isOwn, keyOfCourse, type KeyUnits } from './keys.ts';
import { DIGITS, type Recording } from './record.ts';

/** What a partition takes a second, by AWS. */
const PARTITION = { rcu: 3_000, wcu: 1_000 } as const;
/** How many batches a second Lambda makes of a shard at most: it asks four times a second, by AWS. */
const BATCHES_A_SECOND = 4;
/** Partitions of a table on demand that is new, by AWS: 4,000 WCU. */
const FEWEST_SHARDS = 4;

/** The busiest second of a key. */
export interface HotKey {
  readonly key: string;
  readonly rcu: number;
  readonly wcu: number;
  /** The larger of the two shares of a partition. */
  readonly share: number;
}

export interface Heat {
  /** The hottest first. */
  readonly keys: readonly HotKey[];
  readonly shards: number;
  /** Of the whole table in its busiest second, indexes included. */
  readonly rcu: number;
  readonly wcu: number;
}

interface Series {
  readonly rcu: Float64Array;
  readonly wcu: Float64Array;
}

/** A key that is written once a batch: how many records a second concern it, and what one write takes. */
interface Folded {
  readonly records: Uint32Array;
  rcu: number;
  wcu: number;
}

/** Units by partition key and second. Keys of one caller are counted as one operation a second. */
export function heatOf(recording: Recording, arrivals: Arrivals): Heat {
  const { seconds } = arrivals;
  const linear = new Map<string, Series>();
  const folded = new Map<string, Folded>();
  const own = new Map<string, KeyUnits>();
  const whole = series(seconds);
  const base = series(seconds);
  for (const { doing, counts } of arrivals.all()) {
    for (const units of recording[doing.operation][DIGITS[doing.digit] ?? ''] ?? []) {
      const key = keyOfCourse(units.key, doing.course);
      if (isFolded(units.key) && units.wcu > 0) {
        addRecords(folded, key, units, counts);
        continue;
      }
      if (isOwn(units.key)) own.set(units.key, largest(units, own.get(units.key)));
      else
        addUnits(
          known(linear, key, () => series(seconds)),
          units,
          counts,
        );
      addUnits(whole, units, counts);
      if (!units.key.startsWith('index/')) addUnits(base, units, counts);
    }
  }
  const shards = shardsFor(peak(base.rcu), peak(base.wcu));
  for (const [key, fold] of folded) {
    const batches = fold.records.map((records) => Math.min(records, shards * BATCHES_A_SECOND));
    addUnits(
      known(linear, key, () => series(seconds)),
      { key, ...fold },
      batches,
    );
    addUnits(whole, { key, ...fold }, batches);
  }
  const hot = [...linear].map(([key, { rcu, wcu }]) => hotKey({ key, rcu: peak(rcu), wcu: peak(wcu) }));
  const keys = [...hot, ...[...own.values()].map(hotKey)].sort((one, other) => other.share - one.share);
  return { keys, shards, rcu: peak(whole.rcu), wcu: peak(whole.wcu) };
}

/** As many as partitions, which DynamoDB splits in two: a power of two that holds the load. */
export function shardsFor(rcu: number, wcu: number): number {
  const partitions = Math.max(FEWEST_SHARDS, rcu / PARTITION.rcu + wcu / PARTITION.wcu);
  return 2 ** Math.ceil(Math.log2(partitions));
}

function addRecords(folded: Map<string, Folded>, key: string, units: KeyUnits, counts: Uint32Array): void {
  const fold = known(folded, key, () => ({ records: new Uint32Array(counts.length), rcu: 0, wcu: 0 }));
  fold.rcu = Math.max(fold.rcu, units.rcu);
  fold.wcu = Math.max(fold.wcu, units.wcu);
  for (let second = 0; second < counts.length; second += 1) {
    fold.records[second] = (fold.records[second] ?? 0) + (counts[second] ?? 0);
  }
}

function addUnits({ rcu, wcu }: Series, units: KeyUnits, counts: Uint32Array): void {
  for (let second = 0; second < counts.length; second += 1) {
    const count = counts[second] ?? 0;
    rcu[second] = (rcu[second] ?? 0) + count * units.rcu;
    wcu[second] = (wcu[second] ?? 0) + count * units.wcu;
  }
}

function known<Value>(all: Map<string, Value>, key: string, make: () => Value): Value {
  const value = all.get(key) ?? make();
  all.set(key, value);
  return value;
}

function series(seconds: number): Series {
  return { rcu: new Float64Array(seconds), wcu: new Float64Array(seconds) };
}

function largest(one: KeyUnits, other: KeyUnits = one): KeyUnits {
  return { key: one.key, rcu: Math.max(one.rcu, other.rcu), wcu: Math.max(one.wcu, other.wcu) };
}

function hotKey({ key, rcu, wcu }: KeyUnits): HotKey {
  return { key, rcu, wcu, share: Math.max(rcu / PARTITION.rcu, wcu / PARTITION.wcu) };
}

function peak(values: Float64Array): number {
  return values.reduce((highest, value) => Math.max(highest, value), 0);
}
