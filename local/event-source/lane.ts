import type { Clock } from '../clock.ts';
import type { Activity } from './activity.ts';
import { Backoff } from './backoff.ts';
import type { OpenWindow } from './checkpoints.ts';
import type { DeliveryResult, DiscardCondition, FailedCall } from './delivery.ts';
import type { StreamRecord } from './ports.ts';
import { batchLength, creationTime, isTooOld } from './stream-source.ts';
import type { Entry, StreamSource } from './stream-source.ts';
import { isStateTooLarge, openWindow } from './tumbling-window.ts';
import type { DeliveredWindow } from './tumbling-window.ts';

export interface LanePorts {
  readonly clock: Clock;
  readonly activity: Activity;
  deliver(records: readonly StreamRecord[], window: DeliveredWindow | undefined): Promise<DeliveryResult>;
  discard(discarded: Discarded): Promise<void>;
  /** The entries are done with; the window as it is now. */
  done(window: OpenWindow | undefined): void;
  /** Something is due that depends on whether there are more records. */
  readOn(): void;
}

interface Discarded {
  readonly condition: DiscardCondition;
  readonly records: readonly StreamRecord[];
  readonly invocations: number;
  readonly call?: FailedCall;
}

/** A batch between its attempts. */
interface Batch {
  entries: readonly Entry[];
  retries: number;
  invocations: number;
  call?: FailedCall;
}

/** Delivers records of a shard in order, one batch at a time, each until it is processed or given up. */
export class Lane {
  readonly #source: StreamSource;
  readonly #ports: LanePorts;
  readonly #entries: Entry[] = [];
  #window: OpenWindow | undefined;
  /** When a batch goes although it isn't full. */
  #gatherUntil: number | undefined;
  #cancelAlarm: (() => void) | undefined;
  #isBusy = false;
  /** There is nothing more to expect. */
  #hasEnded = false;
  #stopped = false;

  /** @param window what an earlier process left open */
  constructor(source: StreamSource, ports: LanePorts, window: OpenWindow | undefined) {
    this.#source = source;
    this.#ports = ports;
    this.#window = window;
  }

  get isEmpty(): boolean {
    return !this.#isBusy && this.#entries.length === 0 && !(this.#hasEnded && this.#window);
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** Delivers what is to be delivered now. @param isUpToDate all records so far were pushed */
  pump(isUpToDate: boolean): void {
    if (this.#isBusy || this.#isStopped()) return;
    const step = this.#next(isUpToDate);
    if (!step) return;
    this.#isBusy = true;
    void this.#ports.activity.run(async () => {
      await step();
      this.#isBusy = false;
      this.pump(false);
      if (!this.#isStopped()) this.#ports.readOn();
    });
  }

  /** The shard is read to its end. */
  end(): void {
    this.#hasEnded = true;
    this.pump(true);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelAlarm?.();
  }

  #next(isUpToDate: boolean): (() => Promise<void>) | undefined {
    const [first] = this.#entries;
    const window = this.#window;
    if (window && isStateTooLarge(window.state)) return () => this.#close(window, true);
    if (window && this.#isOver(window, first, isUpToDate)) return () => this.#close(window, false);
    if (first) return this.#nextBatch(first);
    if (window) this.#alarm(window.end);
    return undefined;
  }

  #isOver({ end }: OpenWindow, first: Entry | undefined, isUpToDate: boolean): boolean {
    if (first) return creationTime(first.record) >= end;
    return this.#hasEnded || (isUpToDate && this.#ports.clock.now() >= end);
  }

  #nextBatch(first: Entry): (() => Promise<void>) | undefined {
    const { batchSize, batchingWindowSeconds, tumblingWindowSeconds } = this.#source;
    if (tumblingWindowSeconds) this.#window ??= openWindow(creationTime(first.record), tumblingWindowSeconds);
    const end = this.#window?.end ?? Infinity;
    const later = this.#entries.findIndex(({ record }) => creationTime(record) >= end);
    const own = later < 0 ? this.#entries : this.#entries.slice(0, later);
    const length = batchLength(own, batchSize);
    const now = this.#ports.clock.now();
    this.#gatherUntil ??= now + batchingWindowSeconds * 1000;
    const until = Math.min(this.#gatherUntil, end);
    const isFull = length === batchSize || length < this.#entries.length;
    if (!isFull && !this.#hasEnded && now < until) {
      this.#alarm(until);
      return undefined;
    }
    this.#gatherUntil = undefined;
    const entries = this.#entries.splice(0, length);
    return () => this.#work({ entries, retries: 0, invocations: 0 });
  }

  #alarm(time: number): void {
    this.#cancelAlarm?.();
    this.#cancelAlarm = this.#ports.clock.at(time, () => this.#ports.readOn());
  }

  /** A method: what is under way may be stopped at any await. */
  #isStopped(): boolean {
    return this.#stopped;
  }

  async #work(batch: Batch): Promise<void> {
    const backoff = new Backoff();
    while (batch.entries.length > 0 && !this.#isStopped()) {
      const now = this.#ports.clock.now();
      const old = batch.entries.filter(({ record }) => isTooOld(record, this.#source, now));
      if (old.length > 0) {
        await this.#discard('RecordAgeExceeded', { ...batch, entries: old });
        batch.entries = batch.entries.filter(({ isDone }) => !isDone);
        continue;
      }
      const result = await this.#deliver(batch.entries);
      if (this.#isStopped()) return;
      if (result.kind === 'processed') {
        this.#done(batch.entries, result.state);
        return;
      }
      if (result.kind !== 'unreached') {
        batch.invocations += 1;
        if (await this.#failed(batch, result)) return;
      }
      await backoff.wait();
    }
  }

  /** @returns whether the batch is done with */
  async #failed(batch: Batch, result: Extract<DeliveryResult, { kind: 'partly' | 'failed' }>): Promise<boolean> {
    const { bisects, retriesOnlyFailed, retryAttempts } = this.#source;
    if (result.kind === 'partly') {
      const left = remaining(batch.entries, new Set(result.failed), retriesOnlyFailed);
      if (left.length < batch.entries.length) {
        const kept = new Set(left);
        this.#done(
          batch.entries.filter((entry) => !kept.has(entry)),
          result.state,
        );
        batch.entries = left;
        batch.retries = 0;
        return false;
      }
    } else {
      batch.call = result.call;
    }
    if (bisects && batch.entries.length > 1) {
      const half = Math.ceil(batch.entries.length / 2);
      await this.#work({ ...batch, entries: batch.entries.slice(0, half) });
      await this.#work({ ...batch, entries: batch.entries.slice(half) });
      return true;
    }
    batch.retries += 1;
    if (batch.retries <= retryAttempts) return false;
    await this.#discard('RetryAttemptsExhausted', batch);
    return true;
  }

  async #deliver(entries: readonly Entry[]): Promise<DeliveryResult> {
    const window = this.#window && { ...this.#window, isFinal: false, isTerminatedEarly: false };
    return this.#ports.deliver(
      entries.map(({ record }) => record),
      window,
    );
  }

  async #discard(condition: DiscardCondition, { entries, invocations, call }: Batch): Promise<void> {
    await this.#ports.discard({ condition, records: entries.map(({ record }) => record), invocations, call });
    if (!this.#isStopped()) this.#done(entries, this.#window?.state);
  }

  #done(entries: readonly Entry[], state: unknown): void {
    for (const entry of entries) entry.isDone = true;
    if (this.#window) this.#window = { ...this.#window, state };
    this.#ports.done(this.#window);
  }

  /** The last invocation of a window, with its state and no records. */
  async #close(window: OpenWindow, isTerminatedEarly: boolean): Promise<void> {
    const backoff = new Backoff();
    for (let retries = 0; !this.#isStopped();) {
      const result = await this.#ports.deliver([], { ...window, isFinal: true, isTerminatedEarly });
      if (this.#isStopped()) return;
      if (result.kind === 'processed') break;
      if (result.kind !== 'unreached') retries += 1;
      if (retries > this.#source.retryAttempts) break;
      await backoff.wait();
    }
    if (this.#isStopped()) return;
    this.#window = undefined;
    this.#ports.done(undefined);
  }
}

/** Those to be retried: the failed ones, or all from the first failed one on. */
function remaining(entries: readonly Entry[], failed: ReadonlySet<string>, onlyFailed: boolean): readonly Entry[] {
  const hasFailed = ({ record }: Entry) => failed.has(record.dynamodb.SequenceNumber) || failed.has(record.eventID);
  return onlyFailed ? entries.filter(hasFailed) : entries.slice(entries.findIndex(hasFailed));
}
