import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from '../clock.ts';
import { JsonFile } from '../json-file.ts';
import type { Occurrences } from './occurrences.ts';

/** Something that is due again and again, or once. */
export interface Planned {
  /** Unique, and another one when its times are others. */
  readonly key: string;
  readonly isOnce: boolean;
  /** @param created when it was first planned, in milliseconds since the epoch */
  occurrences(created: number): Occurrences;
  /** What it brings about must be on disk when this returns. @param time the latest occurrence that is due */
  fire(time: number): void;
}

/** What is kept of one, by key. */
interface Kept {
  readonly created: number;
  /** One that is due only once: it was. */
  readonly done?: true;
}

/**
 * Fires what is planned, by the cloud's clock. Where the clock jumps over several occurrences it fires once, for the
 * last one, and goes on from the new time. What is recurring and was due while no process ran isn't made up for; what
 * is due only once is.
 */
export class Timetable {
  readonly #clock: Clock;
  readonly #path: string;
  readonly #kept: JsonFile<Readonly<Record<string, Kept>>>;
  readonly #planned: Planned[] = [];
  readonly #cancels = new Map<string, () => void>();

  /** @param path of a file of its own */
  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
    this.#kept = new JsonFile(path, {});
  }

  plan(planned: Planned): void {
    this.#planned.push(planned);
  }

  start(): void {
    const now = this.#clock.now();
    const known = this.#kept.value;
    const all = this.#planned.map(({ key }) => [key, known[key] ?? { created: now }] as const);
    if (this.#planned.length > 0) this.#kept.write(Object.fromEntries(all));
    for (const planned of this.#planned) this.#arm(planned, Object.hasOwn(known, planned.key) ? now : now - 1);
  }

  snapshot(folder: string): void {
    mkdirSync(folder, { recursive: true });
    if (existsSync(this.#path)) copyFileSync(this.#path, this.#fileIn(folder));
  }

  restore(folder: string): void {
    this.stop();
    const kept = this.#fileIn(folder);
    if (existsSync(kept)) copyFileSync(kept, this.#path);
    else rmSync(this.#path, { force: true });
    this.#kept.reload();
    this.start();
  }

  stop(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }

  #fileIn(folder: string): string {
    return join(folder, basename(this.#path));
  }

  #arm(planned: Planned, after: number): void {
    const { key, isOnce } = planned;
    const kept = this.#kept.value[key];
    if (!kept || kept.done) return;
    const occurrences = planned.occurrences(kept.created);
    const next = occurrences.next(isOnce ? kept.created - 1 : after);
    if (next === undefined) return;
    const cancel = this.#clock.at(next, () => {
      const now = Math.max(this.#clock.now(), next);
      planned.fire(occurrences.last(now) ?? next);
      if (isOnce) this.#kept.write({ ...this.#kept.value, [key]: { ...kept, done: true } });
      else this.#arm(planned, now);
    });
    this.#cancels.set(key, cancel);
  }
}
