import { hash, randomBytes } from 'node:crypto';
import type { AttributeValue } from '../attribute-value.ts';

/** A shard as it is kept: it holds the records whose partition key hashes into its range, from one id to another. */
export interface ShardState {
  readonly id: string;
  readonly parent?: string;
  /** Hashes of partition keys: the first, and the first that is beyond. */
  readonly from: number;
  readonly to: number;
  /** Id of the first record that it can hold. */
  readonly first: number;
  /** Set once it is closed. */
  readonly closed?: {
    /** Id of the last record that it can hold. */
    readonly last: number;
    /** Id of the last one that it does hold, or its first where it holds none. */
    readonly ending: number;
    /** Milliseconds since the epoch. */
    readonly at: number;
  };
}

/** Hashes are 32 bits. */
const hashes = 2 ** 32;

/** AWS decides by load; a small table has a few. Two let a consumer see what more than one means for it. */
const shardsAtFirst = 2;

/** @param first id of the first record that the stream can hold */
export function firstShards(first: number, now: number): ShardState[] {
  const size = hashes / shardsAtFirst;
  return Array.from({ length: shardsAtFirst }, (_, index) => ({
    id: shardId(now),
    from: index * size,
    to: (index + 1) * size,
    first,
  }));
}

/** The two children of a shard whose last record has the id. */
export function childrenOf(parent: ShardState, last: number, now: number): ShardState[] {
  const middle = Math.floor((parent.from + parent.to) / 2);
  const ranges = [
    [parent.from, middle],
    [middle, parent.to],
  ] as const;
  return ranges.map(([from, to]) => ({ id: shardId(now), parent: parent.id, from, to, first: last + 1 }));
}

export function holds(shard: ShardState, id: number, hashed: number): boolean {
  return hashed >= shard.from && hashed < shard.to && id >= shard.first && id <= (shard.closed?.last ?? Infinity);
}

/** Where a partition key belongs: items of one key share a shard. */
export function hashOf(partitionKey: AttributeValue = {}): number {
  return parseInt(hash('md5', JSON.stringify(partitionKey)).slice(0, 8), 16);
}

/** In AWS's form, in which ids sort by time. */
function shardId(now: number): string {
  return `shardId-${String(now).padStart(20, '0')}-${randomBytes(4).toString('hex')}`;
}
