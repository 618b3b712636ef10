import type { Clock } from '../clock.ts';
import { AwsError } from '../errors.ts';
import { Activity } from '../event-source/activity.ts';
import { AsyncStore } from './async-store.ts';
import type { QueuedEvent } from './async-store.ts';
import type { Outcome } from './instance.ts';

/** How a function's asynchronous invocations are retried. */
export interface AsyncSettings {
  /** 0 to 2. */
  readonly retryAttempts: number;
  readonly eventAgeSeconds: number;
}

/** "RetriesExhausted" also where there was none: a function without concurrency gets no event. */
export type AsyncCondition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';

/** What an asynchronous invocation came to in the end. */
export interface AsyncEnd {
  readonly event: QueuedEvent;
  readonly condition: AsyncCondition;
  /** Of the last run, if there was one. */
  readonly outcome?: Outcome;
  readonly invocations: number;
}

export interface AsyncPorts {
  readonly clock: Clock;
  settings(functionName: string): AsyncSettings;
  /** False: its reserved concurrency is zero. @throws AwsError when it is gone */
  mayRun(functionName: string): boolean;
  /** @throws AwsError TooManyRequestsException, ServiceException */
  run(event: QueuedEvent): Promise<Outcome>;
  /** Tells destination or dead-letter queue. */
  ended(end: AsyncEnd): Promise<void>;
}

const minuteMs = 60_000;
const longestThrottleMs = 5 * minuteMs;

/**
 * The queue of asynchronous invocations: one run and up to two retries, a minute and two minutes later; what is
 * throttled comes again after a second, then ever later, until the event is too old. Times are the cloud's.
 */
export class AsyncInvocations {
  readonly #store: AsyncStore;
  readonly #ports: AsyncPorts;
  readonly #activity = new Activity();
  readonly #appointments = new Map<string, () => void>();
  /** Ids of events that are under way or have an appointment. */
  readonly #begun = new Set<string>();
  #stopped = false;

  constructor(path: string, ports: AsyncPorts) {
    this.#store = new AsyncStore(path);
    this.#ports = ports;
  }

  add(requestId: string, functionName: string, payload: string): void {
    const now = this.#ports.clock.now();
    const event = { requestId, functionName, payload, acceptedAt: now, failures: 0, throttles: 0, dueAt: now };
    this.#store.add(event);
    this.#begin(event);
  }

  /** Begins what an earlier process accepted and didn't finish. */
  resume(): void {
    for (const event of this.#store.list()) if (!this.#begun.has(event.requestId)) this.#begin(event);
  }

  idle(): Promise<void> {
    return this.#activity.idle();
  }

  snapshot(path: string): void {
    this.#store.copyTo(path);
  }

  restore(path: string): void {
    this.#cancel();
    this.#store.replaceBy(path);
    this.resume();
  }

  /** What isn't done stays on disk. */
  stop(): void {
    this.#stopped = true;
    this.#cancel();
    this.#store.close();
  }

  #cancel(): void {
    for (const cancel of this.#appointments.values()) cancel();
    this.#appointments.clear();
    this.#begun.clear();
  }

  #begin(event: QueuedEvent): void {
    const { clock } = this.#ports;
    this.#begun.add(event.requestId);
    if (event.dueAt <= clock.now()) {
      void this.#activity.run(() => this.#attempt(event));
      return;
    }
    const cancel = clock.at(event.dueAt, () => {
      this.#appointments.delete(event.requestId);
      this.#begin(event);
    });
    this.#appointments.set(event.requestId, cancel);
  }

  async #attempt(event: QueuedEvent): Promise<void> {
    const { clock } = this.#ports;
    const { retryAttempts, eventAgeSeconds } = this.#ports.settings(event.functionName);
    const expiresAt = event.acceptedAt + eventAgeSeconds * 1000;
    const { failures, throttles } = event;
    if (clock.now() >= expiresAt) return this.#end({ event, condition: 'EventAgeExceeded', invocations: failures });
    const outcome = await this.#run(event);
    if (outcome === 'unreachable') return this.#end({ event, condition: 'RetriesExhausted', invocations: failures });
    const postpone = (waitMs: number, counts: Pick<QueuedEvent, 'failures' | 'throttles'>): void => {
      this.#postpone({ ...event, ...counts, dueAt: Math.min(clock.now() + waitMs, expiresAt) });
    };
    const invocations = failures + 1;
    if (outcome === 'throttled') {
      postpone(Math.min(longestThrottleMs, 1000 * 2 ** throttles), { failures, throttles: throttles + 1 });
    } else if (!outcome.functionError) {
      await this.#end({ event, condition: 'Success', outcome, invocations });
    } else if (failures < retryAttempts) {
      postpone(invocations * minuteMs, { failures: invocations, throttles });
    } else {
      await this.#end({ event, condition: 'RetriesExhausted', outcome, invocations });
    }
  }

  async #run(event: QueuedEvent): Promise<Outcome | 'throttled' | 'unreachable'> {
    try {
      if (!this.#ports.mayRun(event.functionName)) return 'unreachable';
      return await this.#ports.run(event);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // The function is gone since the event was accepted.
      return error.status === 404 ? 'unreachable' : 'throttled';
    }
  }

  #postpone(event: QueuedEvent): void {
    if (this.#stopped) return;
    this.#store.postpone(event);
    this.#begin(event);
  }

  async #end(end: AsyncEnd): Promise<void> {
    if (this.#stopped) return;
    await this.#ports.ended(end);
    this.#store.remove(end.event.requestId);
    this.#begun.delete(end.event.requestId);
  }
}
