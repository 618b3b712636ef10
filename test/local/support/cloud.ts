import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../local/clock.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { EventLog } from '../../../local/event-log.ts';
import { Faults } from '../../../local/faults.ts';
import { Log } from '../../../local/log.ts';
import { Outbox } from '../../../local/outbox.ts';
import { Usage } from '../../../local/usage.ts';

/** A clock that stands still until a test moves it. */
export class StoppedClock implements Clock {
  /** Milliseconds since the epoch. */
  time: number;
  #appointments: { readonly time: number; readonly action: () => void }[] = [];

  constructor(time = Date.now()) {
    this.time = time;
  }

  get ahead(): number {
    return this.time - Date.now();
  }

  now(): number {
    return this.time;
  }

  at(time: number, action: () => void): () => void {
    const appointment = { time, action };
    this.#appointments.push(appointment);
    return () => {
      this.#appointments = this.#appointments.filter((other) => other !== appointment);
    };
  }

  /** Moves the clock on, and keeps the appointments on the way, each at its time. */
  pass(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.#appointments.toSorted((one, other) => one.time - other.time)[0];
      if (!next || next.time > end) break;
      this.#appointments = this.#appointments.filter((other) => other !== next);
      this.time = Math.max(this.time, next.time);
      next.action();
    }
    this.time = end;
  }
}

/** What a service under test is given: a cloud without other services. */
export interface TestCloud extends Cloud {
  readonly clock: StoppedClock;
  /** What an engineer would have seen. */
  readonly terminal: string[];
}

export interface TestCloudOptions {
  /** Default: a new one, removed when the test has finished. */
  readonly stateFolder?: string;
  /** Default: the time now, and there the clock stands. */
  readonly now?: number;
  readonly url?: string;
}

export function newCloud(options: TestCloudOptions = {}): TestCloud {
  const { stateFolder = temporaryFolder(), now, url = 'http://127.0.0.1:4566' } = options;
  const clock = new StoppedClock(now);
  const terminal: string[] = [];
  return {
    region: 'us-east-1',
    accountId: '000000000000',
    url,
    stateFolder,
    clock,
    usage: new Usage(),
    outbox: new Outbox(stateFolder, clock),
    events: new EventLog(join(stateFolder, 'events.jsonl')),
    faults: new Faults(),
    log: new Log(join(stateFolder, 'logs'), (line) => terminal.push(line)),
    terminal,
  };
}

/** Removed when the test has finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
