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

/** A file is replaced for each write of it: batches that end together are written together. */
const togetherMs = 500;

/**
 * How far a poller has come with a stream. On disk soon after a write: a killed process repeats what was done in its last
 * moment, as pollers deliver at least once anyway.
 */
export class Checkpoints {
  readonly #file: JsonFile<Kept>;
  readonly #streamArn: string;
  #kept: Kept;
  #late: NodeJS.Timeout | undefined;

  constructor(path: string, streamArn: string) {
    this.#file = new JsonFile<Kept>(path, { shards: {} });
    this.#kept = this.#file.value;
    this.#streamArn = streamArn;
  }

  /** False until the poller has begun with this stream. */
  get hasBegun(): boolean {
    return this.#kept.streamArn === this.#streamArn;
  }

  of(shardId: string): ShardCheckpoint {
    return this.#kept.shards[shardId] ?? {};
  }

  /** @param shards where each is read from */
  begin(shards: Readonly<Record<string, ShardCheckpoint>>): void {
    this.#replace({ streamArn: this.#streamArn, shards });
  }

  write(shardId: string, checkpoint: ShardCheckpoint): void {
    const { streamArn, shards } = this.#kept;
    this.#replace({ streamArn, shards: { ...shards, [shardId]: checkpoint } });
  }

  /** Forgets the shards that the stream no longer has. */
  keepOnly(shards: readonly StreamShard[]): void {
    const { streamArn, shards: kept } = this.#kept;
    const ids = new Set(shards.map(({ shardId }) => shardId));
    const left = Object.entries(kept).filter(([shardId]) => ids.has(shardId));
    if (left.length < Object.keys(kept).length) this.#replace({ streamArn, shards: Object.fromEntries(left) });
  }

  /** All is on disk when it returns. */
  flush(): void {
    if (!this.#late) return;
    clearTimeout(this.#late);
    this.#late = undefined;
    this.#file.write(this.#kept);
  }

  #replace(kept: Kept): void {
    this.#kept = kept;
    this.#late ??= setTimeout(() => this.flush(), togetherMs);
  }
}
