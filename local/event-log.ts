import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** An event that was put on an event bus. */
export interface LoggedEvent {
  readonly id: string;
  /** Name of the bus. */
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources: readonly string[];
  /** ISO 8601: the event's own time. */
  readonly time: string;
  /** Names of the rules that matched. */
  readonly rules: readonly string[];
  /** Of the replay that has put it there again. */
  readonly replayName?: string;
}

/** Older ones are forgotten. */
const longest = 10_000;

/** The events that buses have received, oldest first. Kept on disk, a line an event. */
export class EventLog {
  readonly path: string;
  #events: LoggedEvent[];

  constructor(path: string) {
    this.path = path;
    this.#events = this.#read();
  }

  add(...events: readonly LoggedEvent[]): void {
    if (events.length === 0) return;
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    this.#events.push(...events);
    if (this.#events.length > 2 * longest) this.#events = this.#events.slice(-longest);
  }

  /** @param filter an absent or null member lets everything pass */
  list(filter: Partial<Record<'bus' | 'source' | 'detailType', string | null>> = {}): LoggedEvent[] {
    const { bus, source, detailType } = filter;
    return this.#events
      .slice(-longest)
      .filter(
        (event) =>
          (!bus || event.bus === bus) &&
          (!source || event.source === source) &&
          (!detailType || event.detailType === detailType),
      );
  }

  clear(): void {
    rmSync(this.path, { force: true });
    this.#events = [];
  }

  /** Forgets what is in memory and reads the file again. */
  reload(): void {
    this.#events = this.#read();
  }

  #read(): LoggedEvent[] {
    if (!existsSync(this.path)) return [];
    // The last line is empty, or was cut off by a killed process: what follows must not continue it.
    const lines = readFileSync(this.path, 'utf8').split('\n').slice(0, -1).slice(-longest);
    writeFileSync(this.path, lines.map((line) => `${line}\n`).join(''));
    return lines.map((line) => JSON.parse(line) as LoggedEvent);
  }
}
