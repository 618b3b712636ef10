import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from '../clock.ts';
import { Activity } from '../event-source/activity.ts';
import { deliveryFailure } from '../eventbridge/delivery-failure.ts';
import { JsonFile } from '../json-file.ts';
import type { Invocation } from './invocation.ts';

/** How one schedule's invocations are retried. */
export interface Retries {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
}

export interface InvocationPorts {
  readonly clock: Clock;
  /** Undefined: the template has the schedule no more. */
  retries(scheduleArn: string): Retries | undefined;
  /** @throws AwsError where the target doesn't take it */
  invoke(invocation: Invocation): Promise<void>;
  /** @param exhausted undefined: another try would have failed as well */
  giveUp(invocation: Invocation, error: unknown, exhausted: string | undefined): void;
}

/** Seconds between two tries, at most. Twice as long each time, so that 185 tries take about a day. */
const longestWait = 480;

/** Invocations of targets, each at least once: what a killed process leaves goes on when it starts again. */
export class Invocations {
  readonly #path: string;
  readonly #file: JsonFile<readonly Invocation[]>;
  readonly #ports: InvocationPorts;
  readonly #activity = new Activity();
  readonly #cancels = new Map<string, () => void>();
  #stopped = false;

  constructor(path: string, ports: InvocationPorts) {
    this.#path = path;
    this.#file = new JsonFile(path, []);
    this.#ports = ports;
  }

  /** It is on disk when this returns. */
  add(scheduleArn: string, scheduledTime: number): void {
    const now = this.#ports.clock.now();
    const added = { id: randomUUID(), scheduleArn, scheduledTime, acceptedAt: now, attempts: 0, dueAt: now };
    this.#file.write([...this.#file.value, added]);
    this.#begin(added);
  }

  resume(): void {
    for (const invocation of this.#file.value) this.#begin(invocation);
  }

  idle(): Promise<void> {
    return this.#activity.idle();
  }

  snapshot(folder: string): void {
    mkdirSync(folder, { recursive: true });
    if (existsSync(this.#path)) copyFileSync(this.#path, join(folder, basename(this.#path)));
  }

  async restore(folder: string): Promise<void> {
    this.#cancel();
    await this.idle();
    this.#cancel();
    const kept = join(folder, basename(this.#path));
    if (existsSync(kept)) copyFileSync(kept, this.#path);
    else rmSync(this.#path, { force: true });
    this.#file.reload();
    this.resume();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.idle();
  }

  #cancel(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }

  #begin(invocation: Invocation): void {
    const { clock } = this.#ports;
    if (this.#stopped) return;
    if (invocation.dueAt <= clock.now()) {
      void this.#activity.run(() => this.#attempt(invocation));
      return;
    }
    const cancel = clock.at(invocation.dueAt, () => {
      this.#cancels.delete(invocation.id);
      this.#begin(invocation);
    });
    this.#cancels.set(invocation.id, cancel);
  }

  async #attempt(invocation: Invocation): Promise<void> {
    const retries = this.#ports.retries(invocation.scheduleArn);
    if (!retries) {
      this.#settle(invocation);
      return;
    }
    try {
      await this.#ports.invoke(invocation);
      this.#settle(invocation);
    } catch (error) {
      this.#failed(invocation, error, retries);
    }
  }

  #failed(invocation: Invocation, error: unknown, retries: Retries): void {
    const { attempts, acceptedAt } = invocation;
    const dueAt = this.#ports.clock.now() + Math.min(2 ** attempts, longestWait) * 1000;
    const { retriable } = deliveryFailure(error);
    if (retriable && attempts < retries.maximumRetryAttempts) {
      if (dueAt - acceptedAt <= retries.maximumEventAgeSeconds * 1000) {
        this.#settle(invocation, { ...invocation, attempts: attempts + 1, dueAt });
        return;
      }
    }
    const exhausted = attempts >= retries.maximumRetryAttempts ? 'MaximumRetryAttempts' : 'MaximumEventAgeInSeconds';
    this.#ports.giveUp(invocation, error, retriable ? exhausted : undefined);
    this.#settle(invocation);
  }

  /** @param retry takes its place */
  #settle({ id }: Invocation, retry?: Invocation): void {
    const others = this.#file.value.filter((other) => other.id !== id);
    this.#file.write(retry ? [...others, retry] : others);
    if (retry) this.#begin(retry);
  }
}
