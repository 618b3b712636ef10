import type { StreamRecord, StreamShard } from '../../event-source/ports.ts';
import type { KeySchemaElement } from '../table-definition.ts';
import { sequenceNumber } from './sequence-number.ts';
import { childrenOf, hashOf, holds } from './shards.ts';
import type { ShardState } from './shards.ts';
import type { StoredChange, StoredRecords } from './stored-records.ts';
import { streamRecord } from './stream-record.ts';
import type { ViewType } from './stream-record.ts';

/** AWS keeps a stream's records for a day, and a closed shard as long. */
const retentionMs = 24 * 60 * 60 * 1000;

/** What one read answers at most. */
const pageBytes = 1024 * 1024;

/** A stream as it is kept. */
export interface StreamState {
  readonly table: string;
  /** The time when it was enabled: the end of its ARN. */
  readonly label: string;
  readonly viewType: ViewType;
  readonly keySchema: readonly KeySchemaElement[];
  /** Milliseconds since the epoch. */
  readonly enabledAt: number;
  readonly disabledAt?: number;
  readonly shards: readonly ShardState[];
}

/** Which records a shard holds, oldest first. */
interface Held {
  ids: number[];
  /** Milliseconds since the epoch, by the cloud's clock. */
  times: number[];
  expiries: Set<number>;
  /** Id of the newest that was dropped because of its age. */
  forgotten: number;
}

/** The stream of a table from when it was enabled to when it was disabled: which shard holds which record. */
export class TableStream {
  readonly arn: string;
  readonly #region: string;
  readonly #partitionKey: string;
  readonly #held = new Map<string, Held>();
  #state: StreamState;

  /** @param tableArn of its table */
  constructor(state: StreamState, tableArn: string, region: string) {
    this.#state = state;
    this.arn = `${tableArn}/stream/${state.label}`;
    this.#region = region;
    this.#partitionKey = state.keySchema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
  }

  get state(): StreamState {
    return this.#state;
  }

  get isEnabled(): boolean {
    return this.#state.disabledAt === undefined;
  }

  /** Takes the record in, where it is one of this stream's. @param time by the cloud's clock */
  take(change: StoredChange, time: number): boolean {
    if (change.table !== this.#state.table || change.changesNothing) return false;
    const hashed = hashOf(change.keys[this.#partitionKey]);
    const shard = this.#state.shards.find((each) => holds(each, change.id, hashed));
    if (!shard) return false;
    const held = this.#heldBy(shard.id);
    held.ids.push(change.id);
    held.times.push(time);
    if (change.isExpiry) held.expiries.add(change.id);
    return true;
  }

  /** Oldest first. */
  shards(now: number): StreamShard[] {
    return this.#state.shards
      .filter(({ closed }) => !closed || closed.at > now - retentionMs)
      .map(({ id, parent, first, closed }) => ({
        shardId: id,
        ...(parent && { parentShardId: parent }),
        startingSequenceNumber: sequenceNumber(first),
        ...(closed && { endingSequenceNumber: sequenceNumber(closed.ending) }),
      }));
  }

  has(shardId: string): boolean {
    return this.#state.shards.some(({ id }) => id === shardId);
  }

  /** Id of the newest record, where there is one. */
  newest(shardId: string): number | undefined {
    return this.#heldBy(shardId).ids.at(-1);
  }

  /** Id up to which the shard's records are too old to be read. */
  forgottenUpTo(shardId: string, now: number): number {
    const { ids, times, forgotten } = this.#heldBy(shardId);
    return ids[firstAfter(times, now - retentionMs) - 1] ?? forgotten;
  }

  /** Whether a reader that has read up to the id has nothing more to expect of the shard. */
  isReadToEnd(shardId: string, id: number): boolean {
    const shard = this.#state.shards.find((each) => each.id === shardId);
    return shard?.closed !== undefined && id >= (this.newest(shardId) ?? 0);
  }

  /** @param after id */
  records(stored: StoredRecords, shardId: string, after: number, limit: number, now: number): StreamRecord[] {
    const { ids, times, expiries } = this.#heldBy(shardId);
    const start = Math.max(firstAfter(ids, after), firstAfter(times, now - retentionMs));
    const records: StreamRecord[] = [];
    let bytes = 0;
    for (let index = start; index < ids.length && records.length < limit && bytes < pageBytes; index += 1) {
      const id = ids[index] ?? 0;
      const images = stored.find(id);
      if (!images) continue;
      const record = streamRecord(images, {
        id,
        time: times[index] ?? 0,
        isExpiry: expiries.has(id),
        viewType: this.#state.viewType,
        streamArn: this.arn,
        region: this.#region,
      });
      bytes += record.dynamodb.SizeBytes;
      if (bytes <= pageBytes || records.length === 0) records.push(record);
    }
    return records;
  }

  /** Closes each open shard; two children take its place. @param last id of the last record so far */
  split(last: number, now: number): void {
    const open = this.#state.shards.filter(({ closed }) => !closed);
    const children = open.flatMap((shard) => childrenOf(shard, last, now));
    this.#close(last, now, { shards: children });
  }

  /** No more records: its shards are closed, and read for a day. */
  disable(last: number, now: number): void {
    this.#close(last, now, { disabledAt: now });
  }

  #close(last: number, at: number, { shards = [], ...rest }: Partial<StreamState>): void {
    const closed = this.#state.shards.map((shard) => {
      const ending = this.#heldBy(shard.id).ids.at(-1) ?? shard.first;
      return shard.closed ? shard : { ...shard, closed: { last, ending, at } };
    });
    this.#state = { ...this.#state, shards: [...closed, ...shards], ...rest };
  }

  /** Forgets what is older than the retention. @returns the id of the oldest record that it still holds */
  forget(now: number): number {
    let oldest = Infinity;
    for (const held of this.#held.values()) {
      const gone = firstAfter(held.times, now - retentionMs);
      for (const id of held.ids.splice(0, gone)) {
        held.expiries.delete(id);
        held.forgotten = id;
      }
      held.times.splice(0, gone);
      oldest = Math.min(oldest, held.ids[0] ?? Infinity);
    }
    const shards = this.#state.shards.filter(({ closed }) => !closed || closed.at > now - retentionMs);
    this.#state = { ...this.#state, shards };
    return oldest;
  }

  #heldBy(shardId: string): Held {
    const held = this.#held.get(shardId) ?? { ids: [], times: [], expiries: new Set(), forgotten: 0 };
    this.#held.set(shardId, held);
    return held;
  }
}

/** Index of the first number that is greater; the numbers ascend. */
function firstAfter(numbers: readonly number[], bound: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
