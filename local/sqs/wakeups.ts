import type { Clock } from '../clock.ts';

/** Tells those who wait at a queue when it is worth looking. Nobody waiting costs nothing. */
export class Wakeups {
  readonly #clock: Clock;
  readonly #next: () => number | undefined;
  readonly #listeners = new Set<() => void>();
  #wakeAt = Infinity;
  #cancel: (() => void) | undefined;

  /** @param next when the next message becomes visible */
  constructor(clock: Clock, next: () => number | undefined) {
    this.#clock = clock;
    this.#next = next;
  }

  /** @returns stops it */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#appoint();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#forget();
    };
  }

  /** A message is, or will be, visible at this time. */
  expect(time: number): void {
    if (this.#listeners.size === 0) return;
    if (time <= this.#clock.now()) this.announce();
    else if (time < this.#wakeAt) this.#wake(time);
  }

  announce(): void {
    // Those that listen from within a call hear of the next.
    for (const listener of [...this.#listeners]) listener();
  }

  /** Looks anew: the messages were replaced. */
  reset(): void {
    this.#forget();
    if (this.#listeners.size === 0) return;
    this.#appoint();
    this.announce();
  }

  #appoint(): void {
    const next = this.#next();
    if (next !== undefined && next < this.#wakeAt) this.#wake(next);
  }

  #wake(time: number): void {
    this.#forget();
    this.#wakeAt = time;
    this.#cancel = this.#clock.at(time, () => {
      this.#wakeAt = Infinity;
      this.announce();
      this.#appoint();
    });
  }

  #forget(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#wakeAt = Infinity;
  }
}
