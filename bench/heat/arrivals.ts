import type { HeatOperation } from './record.ts';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomBy(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A time that is exponentially distributed. */
export function exponential(random: () => number, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** Who does the same: callers whose sub begins with this digit, to the same course. */
export interface Doing {
  readonly operation: HeatOperation;
  readonly digit: number;
  /** Number of the course. */
  readonly course: number;
}

/** How often each thing is done in each second. */
export class Arrivals {
  readonly seconds: number;
  readonly #counts = new Map<string, { readonly doing: Doing; readonly counts: Uint32Array }>();

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  /** What comes after the last second is left out. */
  add(doing: Doing, time: number): void {
    const second = Math.floor(time);
    if (second >= this.seconds) return;
    const name = `${doing.operation} ${doing.digit} ${doing.course}`;
    let known = this.#counts.get(name);
    if (!known) {
      known = { doing, counts: new Uint32Array(this.seconds) };
      this.#counts.set(name, known);
    }
    known.counts[second] = (known.counts[second] ?? 0) + 1;
  }

  all(): Iterable<{ readonly doing: Doing; readonly counts: Uint32Array }> {
    return this.#counts.values();
  }
}
