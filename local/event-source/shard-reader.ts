import { createHash } from 'node:crypto';
import { AwsError } from '../errors.ts';
import type { Cloud } from '../cloud.ts';
import type { Principal } from '../iam/principal.ts';
import type { Activity } from './activity.ts';
import { Backoff } from './backoff.ts';
import type { Checkpoints, OpenWindow, ShardCheckpoint } from './checkpoints.ts';
import type { DeliveryResult, DiscardedBatch } from './delivery.ts';
import { Lane } from './lane.ts';
import type { StreamRecord, Streams } from './ports.ts';
import { itemOf } from './stream-source.ts';
import type { Entry, StreamSource } from './stream-source.ts';
import type { DeliveredWindow } from './tumbling-window.ts';

/** What a reader of a stream is made with. */
export interface StreamReading {
  readonly source: StreamSource;
  readonly cloud: Cloud;
  readonly streams: Streams;
  readonly principal: Principal;
  readonly checkpoints: Checkpoints;
  readonly activity: Activity;
  deliver(shardId: string, records: readonly StreamRecord[], window?: DeliveredWindow): Promise<DeliveryResult>;
  discard(discarded: DiscardedBatch): Promise<void>;
}

/** Records that are read ahead of the batches under way. */
const leastAhead = 200;
const mostAhead = 10_000;

/** Reads one shard in order, hands its records to lanes, and keeps how far all before is processed. */
export class ShardReader {
  readonly #shardId: string;
  readonly #reading: StreamReading;
  readonly #onEnd: () => void;
  readonly #lanes: readonly Lane[];
  readonly #ahead: number;
  /** In order; those at the front that are done with are gone. */
  #entries: Entry[] = [];
  /** The last that was read. */
  #position: string | undefined;
  /** What is on disk. */
  #checkpoint: ShardCheckpoint;
  #window: OpenWindow | undefined;
  #isClosed = false;
  #isReading = false;
  #isDue = false;
  #stopped = false;

  /** @param onEnd the shard is closed and processed to its end */
  constructor(shardId: string, reading: StreamReading, onEnd: () => void) {
    this.#shardId = shardId;
    this.#reading = reading;
    this.#onEnd = onEnd;
    this.#checkpoint = reading.checkpoints.of(shardId);
    this.#position = this.#checkpoint.after;
    this.#window = this.#checkpoint.window;
    const { source, cloud, activity } = reading;
    const { parallelizationFactor, batchSize } = source;
    this.#ahead = Math.min(mostAhead, Math.max(leastAhead, 2 * batchSize * parallelizationFactor));
    const ports = {
      clock: cloud.clock,
      activity,
      deliver: (records: readonly StreamRecord[], window: DeliveredWindow | undefined) =>
        reading.deliver(shardId, records, window),
      discard: (discarded: Omit<DiscardedBatch, 'streamArn' | 'shardId'>) =>
        reading.discard({ ...discarded, shardId, streamArn: source.streamArn }),
      done: (window: OpenWindow | undefined) => {
        this.#window = window;
        this.#advance();
      },
      readOn: () => {
        this.wake();
      },
    };
    this.#lanes = Array.from({ length: parallelizationFactor }, () => new Lane(source, ports, this.#window));
  }

  /** Reads what there is now. @param isClosed no more records will come */
  wake(isClosed = this.#isClosed): void {
    this.#isClosed = isClosed;
    this.#isDue = true;
    if (this.#isReading || this.#isStopped()) return;
    this.#isReading = true;
    void this.#reading.activity.run(() => this.#read());
  }

  stop(): void {
    this.#stopped = true;
    for (const lane of this.#lanes) lane.stop();
  }

  /** Methods: what they say may change at any await. */
  #isStopped(): boolean {
    return this.#stopped;
  }

  #hasMore(): boolean {
    return this.#isDue;
  }

  async #read(): Promise<void> {
    const backoff = new Backoff();
    while (this.#hasMore() && !this.#isStopped()) {
      this.#isDue = false;
      if (this.#entries.length > this.#ahead / 2) continue;
      const isClosed = this.#isClosed;
      const records = await this.#records();
      if (this.#isStopped() || records === 'refused') break;
      if (records === 'failed') {
        this.#isDue = true;
        await backoff.wait();
      } else if (records.length > 0) {
        backoff.reset();
        this.#take(records);
        this.#isDue = true;
      } else if (!this.#hasMore()) {
        this.#caughtUp(isClosed);
      }
    }
    // In the same turn as the last look at what is due, so that nothing is missed.
    this.#isReading = false;
  }

  async #records(): Promise<readonly StreamRecord[] | 'failed' | 'refused'> {
    const { streams, principal, source, cloud } = this.#reading;
    try {
      return await streams.records(principal, source.streamArn, this.#shardId, this.#position, this.#ahead);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      cloud.log.warn('event-source', `${source.streamArn}: ${error.code}: ${error.message}`);
      // Neither time nor another attempt cures these.
      return ['AccessDeniedException', 'ResourceNotFoundException'].includes(error.code) ? 'refused' : 'failed';
    }
  }

  #take(records: readonly StreamRecord[]): void {
    const { filter } = this.#reading.source;
    for (const record of records) {
      const entry: Entry = { record, isDone: filter !== undefined && !filter(record) };
      this.#entries.push(entry);
      if (!entry.isDone) this.#laneOf(record).push(entry);
    }
    this.#position = records.at(-1)?.dynamodb.SequenceNumber;
    this.#advance();
    for (const lane of this.#lanes) lane.pump(false);
  }

  #caughtUp(isClosed: boolean): void {
    for (const lane of this.#lanes) {
      if (isClosed) lane.end();
      else lane.pump(true);
    }
    if (!isClosed || this.#entries.length > 0 || !this.#lanes.every(({ isEmpty }) => isEmpty)) return;
    this.stop();
    this.#reading.checkpoints.write(this.#shardId, { after: this.#position, isDone: true });
    this.#onEnd();
  }

  #laneOf(record: StreamRecord): Lane {
    const { length } = this.#lanes;
    const hash = length === 1 ? 0 : createHash('sha1').update(itemOf(record)).digest().readUInt32BE();
    return this.#lanes[hash % length] as Lane;
  }

  /** Writes how far all is processed, where that has changed. */
  #advance(): void {
    if (this.#isStopped()) return;
    const open = this.#entries.findIndex(({ isDone }) => !isDone);
    const done = this.#entries.splice(0, open < 0 ? this.#entries.length : open);
    const after = done.at(-1)?.record.dynamodb.SequenceNumber ?? this.#checkpoint.after;
    const window = this.#window;
    if (after === this.#checkpoint.after && window === this.#checkpoint.window) return;
    this.#checkpoint = { after, window };
    this.#reading.checkpoints.write(this.#shardId, this.#checkpoint);
  }
}
