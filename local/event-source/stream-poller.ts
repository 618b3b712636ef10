import { AwsError } from '../errors.ts';
import { Activity } from './activity.ts';
import type { ShardCheckpoint } from './checkpoints.ts';
import type { StreamShard } from './ports.ts';
import { ShardReader } from './shard-reader.ts';
import type { StreamReading } from './shard-reader.ts';

/** Reads all shards of a stream, children once their parents are processed, and goes on where a process ended. */
export class StreamPoller {
  readonly #reading: StreamReading;
  readonly #activity = new Activity();
  readonly #readers = new Map<string, ShardReader>();
  #unwatch: (() => void) | undefined;

  constructor(reading: Omit<StreamReading, 'activity'>) {
    this.#reading = { ...reading, activity: this.#activity };
  }

  start(): void {
    const { source, streams, checkpoints, principal } = this.#reading;
    if (!checkpoints.hasBegun) {
      const shards = streams.shards(principal, source.streamArn);
      const isLatest = source.startingPosition === 'LATEST';
      checkpoints.begin(isLatest ? Object.fromEntries(shards.map((shard) => this.#latest(shard))) : {});
    }
    this.#unwatch = streams.watch(source.streamArn, () => this.#sync());
    this.#sync();
  }

  async idle(): Promise<void> {
    await this.#activity.idle();
    this.#reading.checkpoints.flush();
  }

  /** What is under way counts for nothing. */
  stop(): void {
    this.#unwatch?.();
    for (const reader of this.#readers.values()) reader.stop();
    this.#readers.clear();
    this.#reading.checkpoints.flush();
  }

  #latest({ shardId, endingSequenceNumber }: StreamShard): [string, ShardCheckpoint] {
    if (endingSequenceNumber !== undefined) return [shardId, { isDone: true }];
    const { streams, source } = this.#reading;
    return [shardId, { after: streams.latest(source.streamArn, shardId) }];
  }

  #sync(): void {
    const { checkpoints } = this.#reading;
    const shards = this.#shards();
    const ids = new Set(shards.map(({ shardId }) => shardId));
    checkpoints.keepOnly(shards);
    const isDone = (shardId: string) => checkpoints.of(shardId).isDone === true;
    for (const { shardId, parentShardId, endingSequenceNumber } of shards) {
      if (isDone(shardId) || (parentShardId && ids.has(parentShardId) && !isDone(parentShardId))) continue;
      const reader = this.#readers.get(shardId) ?? this.#add(shardId);
      reader.wake(endingSequenceNumber !== undefined);
    }
  }

  #shards(): readonly StreamShard[] {
    const { streams, principal, source, cloud } = this.#reading;
    try {
      return streams.shards(principal, source.streamArn);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      cloud.log.warn('event-source', `${source.streamArn}: ${error.code}: ${error.message}`);
      return [];
    }
  }

  #add(shardId: string): ShardReader {
    const reader = new ShardReader(shardId, this.#reading, () => {
      this.#readers.delete(shardId);
      this.#sync();
    });
    this.#readers.set(shardId, reader);
    return reader;
  }
}
