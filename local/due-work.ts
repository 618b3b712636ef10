import type { Clock } from './clock.ts';

export interface DueWorkOptions {
  readonly clock: Clock;
  /** When the first of what is written down is due, in milliseconds; undefined: nothing is written down. */
  readonly next: () => number | undefined;
  /** Does what is due, and returns early once the work `isStopped`. */
  readonly run: () => Promise<void>;
}

/** Work that a service has on disk, due at times: one run at a time, begun when something is due. */
export class DueWork {
  readonly #options: DueWorkOptions;
  #running: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(options: DueWorkOptions) {
    this.#options = options;
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Begins with what is due, or comes back when it is. */
  wake(): void {
    if (this.#stopped || this.#running) return;
    const { clock, next, run } = this.#options;
    this.#cancel?.();
    const time = next();
    if (time === undefined) return;
    if (time > clock.now()) {
      this.#cancel = clock.at(time, () => this.wake());
      return;
    }
    // Not at once: what brings work may come from within a run that has just begun.
    this.#running = Promise.resolve()
      .then(run)
      .finally(() => {
        this.#running = undefined;
        // What came while the last one ended may be due already.
        this.wake();
      });
  }

  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** Resolves once nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }
}
