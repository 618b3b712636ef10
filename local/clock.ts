/** The time by which the backend lives. Everything that reads or issues a time asks it, never `Date.now()`. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
