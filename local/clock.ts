/** The time by which the backend lives. Everything that reads or issues a time asks it, never `Date.now()`. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Calls `action` once, as soon as it is `time` or later: also when the clock is moved past it.
   * @returns gives it up
   */
  at(time: number, action: () => void): () => void;
  /** By how many milliseconds this clock is ahead of the machine's. */
  readonly ahead: number;
}

interface Appointment {
  readonly time: number;
  readonly action: () => void;
}

/** The longest that a timer of Node.js waits. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's time, moved by a lever. It goes on at the machine's pace. */
export class MovableClock implements Clock {
  readonly #appointments = new Set<Appointment>();
  #timer: NodeJS.Timeout | undefined;
  #ahead = 0;
  #held = false;

  get ahead(): number {
    return this.#ahead;
  }

  now(): number {
    return Date.now() + this.#ahead;
  }

  at(time: number, action: () => void): () => void {
    const appointment = { time, action };
    this.#appointments.add(appointment);
    this.#arm();
    return () => {
      this.#appointments.delete(appointment);
    };
  }

  /**
   * What is due by the new time has begun when this returns.
   * @param ahead milliseconds before (negative: behind) the machine's time
   */
  move(ahead: number): void {
    this.#ahead = ahead;
    this.keepAppointments();
  }

  /** Time goes on, but nothing becomes due until `release`: what is seen meanwhile, only callers have done. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.keepAppointments();
  }

  /** Those that are due, the earliest first: also where one moves the next. */
  keepAppointments(): void {
    if (this.#held) return;
    const now = this.now();
    const due = [...this.#appointments].filter(({ time }) => time <= now).sort((one, other) => one.time - other.time);
    for (const appointment of due) {
      if (this.#appointments.delete(appointment)) appointment.action();
    }
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#appointments.clear();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#held || this.#appointments.size === 0) return;
    let next = Infinity;
    for (const { time } of this.#appointments) next = Math.min(next, time);
    const wait = Math.min(Math.max(next - this.now(), 0), longestTimerMs);
    this.#timer = setTimeout(() => this.keepAppointments(), wait);
    // An appointment alone keeps no process alive.
    this.#timer.unref();
  }
}
