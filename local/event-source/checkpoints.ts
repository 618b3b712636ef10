import { JsonFile } from '../json-file.ts';
import type { StreamShard } from './ports.ts';

/** A tumbling window that is open. */
export interface OpenWindow {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  /** What the code returned last. */
  readonly state: unknown;
}

/** How far a shard has been processed. */
export interface ShardCheckpoint {
  /** Sequence number of the last record that is done with; none: read from the oldest. */
  readonly after?: string;
  /** It is closed and read to its end. */
  readonly isDone?: true;
  readonly window?: OpenWindow;
}

interface Kept {
  readonly streamArn?: string;
  readonly shards: Readonly<Record<string, ShardCheckpoint>>;
}

/** How far a poller has come with a stream. On disk when a write returns, so that a killed process goes on there. */
export class Checkpoints {
  readonly #file: JsonFile<Kept>;
  readonly #streamArn: string;

  constructor(path: string, streamArn: string) {
    this.#file = new JsonFile<Kept>(path, { shards: {} });
    this.#streamArn = streamArn;
  }

  /** False until the poller has begun with this stream. */
  get hasBegun(): boolean {
    return this.#file.value.streamArn === this.#streamArn;
  }

  of(shardId: string): ShardCheckpoint {
    return this.#file.value.shards[shardId] ?? {};
  }

  /** @param shards where each is read from */
  begin(shards: Readonly<Record<string, ShardCheckpoint>>): void {
    this.#file.write({ streamArn: this.#streamArn, shards });
  }

  write(shardId: string, checkpoint: ShardCheckpoint): void {
    const { streamArn, shards } = this.#file.value;
    this.#file.write({ streamArn, shards: { ...shards, [shardId]: checkpoint } });
  }

  /** Forgets the shards that the stream no longer has. */
  keepOnly(shards: readonly StreamShard[]): void {
    const { streamArn, shards: kept } = this.#file.value;
    const ids = new Set(shards.map(({ shardId }) => shardId));
    const left = Object.entries(kept).filter(([shardId]) => ids.has(shardId));
    if (left.length < Object.keys(kept).length) this.#file.write({ streamArn, shards: Object.fromEntries(left) });
  }
}
