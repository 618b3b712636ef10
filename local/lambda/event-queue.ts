import { JsonFile } from '../json-file.ts';

/** An accepted invocation of type `Event`. */
export interface QueuedEvent {
  readonly requestId: string;
  readonly functionName: string;
  /** JSON. */
  readonly payload: string;
}

/** Lambda's default for asynchronous invocations: one run and two retries. */
const attempts = 3;

/**
 * Asynchronous invocations, kept on disk until they are done. AWS waits one minute before the first retry and two
 * before the second; here a retry follows at once, so that the cloud is soon idle again.
 */
export class EventQueue {
  readonly #file: JsonFile<QueuedEvent[]>;
  readonly #run: (event: QueuedEvent) => Promise<{ failed: boolean }>;
  readonly #underway = new Map<string, Promise<void>>();
  #stopped = false;

  constructor(path: string, run: (event: QueuedEvent) => Promise<{ failed: boolean }>) {
    this.#file = new JsonFile(path, []);
    this.#run = run;
  }

  add(event: QueuedEvent): void {
    this.#file.write([...this.#file.value, event]);
    this.#begin(event);
  }

  /** Begins what an earlier process accepted and didn't finish. */
  resume(): void {
    this.#file.value.forEach((event) => this.#begin(event));
  }

  /** Reads the file again and begins what it holds. */
  reload(): void {
    this.#file.reload();
    this.resume();
  }

  async idle(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway.values());
  }

  /** What isn't done stays on disk. */
  stop(): void {
    this.#stopped = true;
  }

  #begin(event: QueuedEvent): void {
    if (this.#underway.has(event.requestId)) return;
    const done = this.#attempt(event).then(() => {
      this.#underway.delete(event.requestId);
      if (this.#stopped) return;
      this.#file.write(this.#file.value.filter(({ requestId }) => requestId !== event.requestId));
    });
    this.#underway.set(event.requestId, done);
  }

  async #attempt(event: QueuedEvent): Promise<void> {
    for (let attempt = 1; attempt <= attempts && !this.#stopped; attempt += 1) {
      const { failed } = await this.#run(event);
      if (!failed) return;
    }
  }
}
