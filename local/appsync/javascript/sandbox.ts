import { SandboxChild, type Outcome, type Run } from './sandbox-child.ts';

const TICK_MS = 25;
/** How long others wait behind a run before they get a process of their own. */
const PATIENCE_MS = 200;
const START_LIMIT_MS = 10_000;
/** Processes that may be left to one run each. */
const MAX_ASIDE = 4;

/**
 * Runs handlers in a process of their own, which bounds their time and memory, and keeps ours answering. A run that
 * takes long is left alone with its process: the others go on in a new one. What doesn't end in time is killed.
 */
export class Sandbox {
  readonly #timeoutMs: number;
  #current: SandboxChild | undefined;
  /** Each is left to a run that took long. */
  readonly #aside = new Set<SandboxChild>();
  #ticker: NodeJS.Timeout | undefined;

  /** @param timeoutMs how long a handler may run */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  run(run: Omit<Run, 'settle'>): Promise<Outcome> {
    return new Promise((resolve) => this.#submit({ ...run, settle: resolve }));
  }

  /** A later run starts anew. */
  stop(): void {
    for (const child of this.#children()) {
      child.kill();
      for (const run of child.runs) run.settle({ failure: 'stopped' });
    }
    this.#current = undefined;
    this.#aside.clear();
    this.#rest();
  }

  #submit(run: Run): void {
    this.#current ??= new SandboxChild((child, signal) => this.#ended(child, signal));
    this.#current.run(run);
    this.#ticker ??= setInterval(() => this.#tick(), TICK_MS).unref();
  }

  /**
   * Time is counted in ticks, which come late while our process is busy: then answers that lie ready are read before
   * anybody is found to be late.
   */
  #tick(): void {
    for (const child of this.#children()) {
      const silenceMs = (child.silence += 1) * TICK_MS;
      if (child.runs.length === 0) {
        if (child !== this.#current) this.#drop(child);
      } else if (silenceMs >= (child.isReady ? this.#timeoutMs : START_LIMIT_MS)) {
        this.#drop(child);
        this.#fail(child, 'timeout');
      } else if (child === this.#current && child.isReady && child.runs.length > 1 && silenceMs >= PATIENCE_MS) {
        this.#setAside(child);
      }
    }
    if (this.#children().every(({ runs }) => runs.length === 0)) this.#rest();
  }

  #setAside(child: SandboxChild): void {
    if (this.#aside.size >= MAX_ASIDE) return;
    this.#aside.add(child);
    this.#current = undefined;
    for (const run of child.giveUpWaiting()) this.#submit(run);
  }

  #ended(child: SandboxChild, signal?: string): void {
    this.#drop(child);
    // Its processor time was used up, by all of its runs together.
    if (signal === 'SIGXCPU') child.runs.forEach((run) => this.#submit(run));
    else this.#fail(child, 'crash');
  }

  /** The run that was under way fails; those behind it have not begun. */
  #fail(child: SandboxChild, failure: 'timeout' | 'crash'): void {
    const [first, ...others] = child.runs;
    first?.settle({ failure });
    for (const run of others) this.#submit(run);
  }

  #drop(child: SandboxChild): void {
    child.kill();
    this.#aside.delete(child);
    if (child === this.#current) this.#current = undefined;
  }

  #children(): SandboxChild[] {
    return [...(this.#current ? [this.#current] : []), ...this.#aside];
  }

  #rest(): void {
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }
}
