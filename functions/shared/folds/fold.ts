import type { Key } from '../../../model/keys.ts';

/** Whole numbers by name; a name that is absent counts 0. */
export type Counts = Readonly<Record<string, number>>;

/** Sums of counts: exact beyond what a JavaScript number holds. */
export type Sums = Readonly<Record<string, bigint>>;

/** An item of the table, its values plain. */
export type Item = Key & Readonly<Record<string, unknown>>;

/** What an item counts in one aggregate. */
export interface Counted {
  /** Id of the aggregate within its kind, such as a course's ULID. */
  readonly id: string;
  readonly counts: Counts;
}

/** Where the items lie that an aggregate counts: one query, with all its pages. */
export interface SourceQuery {
  /** Absent: the table itself, read consistently. */
  readonly index?: string;
  /** Name and value of the partition key. */
  readonly partition: readonly [name: string, value: string];
  /** What sort keys (`sk`) begin with. Absent: all. */
  readonly prefix?: string;
  /** Key of the item that counts, by the one that was found: it is read from the table. Absent: what was found counts. */
  readonly countsBy?: (found: Key) => Key;
}

/**
 * A kind of aggregates: totals over items. An aggregate is always the sum of `count` over the items that stand in the
 * table; what a record of the stream changes of it is the difference of `count` after and before. So totals can be kept
 * by records, and rebuilt from the items, by the same function.
 */
export interface Fold {
  /** First part of its aggregates' names: `learning` in `learning:01J…`. */
  readonly kind: string;
  /** What it counts: attributes of the totals. */
  readonly names: readonly string[];
  /** Whether an attribute is a total, too: of what is not known before it is counted, such as courses. Default: none is. */
  readonly isNamed?: (name: string) => boolean;
  /** `entity` of the item that holds the totals. */
  readonly entity: string;
  /** Key of the item that holds the totals of an aggregate. */
  readonly totals: (id: string) => Key;
  /**
   * Whether the item that holds the totals is somebody else's: where it is gone, so are the totals. Default: it is made
   * by the first count.
   */
  readonly totalsMustExist?: true;
  /**
   * Where marks of what has been folded stand: `own` in the totals, where all items that count in an aggregate lie in
   * one partition, so that one shard after the other has them; `by shard` in items of their own, where they lie in many.
   */
  readonly marks: 'own' | 'by shard';
  /** Ids of the aggregates that an item with this key may count in: to be rebuilt where its record can't be read. */
  readonly touches: (key: Key) => readonly string[];
  /** What an item counts, and in which aggregates. Pure: the same item counts the same for ever. */
  readonly count: (item: Item) => readonly Counted[];
  /** Whether it counts what folds and rebuilds write themselves, such as totals. Default: it does not. */
  readonly countsAggregates?: true;
  /** Where all the items that count in an aggregate are. */
  readonly sources: (id: string) => readonly SourceQuery[];
  /** What the totals say besides, such as the key of an index. */
  readonly stamp?: (id: string) => Readonly<Record<string, string | number>>;
  /** Totals that are not kept at a time, such as those of past weeks. @param seconds since the epoch */
  readonly isForgotten?: (name: string, seconds: number) => boolean;
  /** Names of some that have just been forgotten: the next write removes them. */
  readonly forgets?: (seconds: number) => readonly string[];
  /** Whether nothing is counted in an aggregate any more that is written at a time. */
  readonly isClosed?: (id: string, seconds: number) => boolean;
  /** What stands in the totals before anything is counted, by the item that holds them. Default: 0. */
  readonly base?: (totals: Item) => Counts;
}

/** Names of all that is counted: those that are known, and those that are met. */
export function namesIn({ names, isNamed }: Fold, all: Iterable<Readonly<Record<string, unknown>>>): readonly string[] {
  if (!isNamed) return names;
  const met = new Set(names);
  for (const counts of all) for (const name of Object.keys(counts)) if (isNamed(name)) met.add(name);
  return [...met];
}

/** Name of an aggregate, as messages and operators write it. */
export function aggregateName(fold: Fold, id: string): string {
  return `${fold.kind}:${id}`;
}

/** `origin` of the cause of everything that folds and rebuilds write. */
export const AGGREGATE_ORIGIN = 'aggregate';
