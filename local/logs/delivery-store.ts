import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A log event on its way to the destination of a filter. Times are milliseconds since the epoch. */
export interface PendingEvent {
  readonly id: number;
  /** The filter's address. */
  readonly filter: string;
  readonly logStream: string;
  readonly timestamp: number;
  readonly message: string;
  /** Failed ones. */
  readonly attempts: number;
  readonly dueAt: number;
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, filter TEXT NOT NULL, logStream TEXT NOT NULL, timestamp INTEGER NOT NULL,
    message TEXT NOT NULL, attempts INTEGER NOT NULL, dueAt INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS eventsByTime ON events (dueAt, id);
`;

/** Log events that aren't delivered yet, in a SQLite database: on disk when the line is written. */
export class DeliveryStore {
  readonly #path: string;
  #opened: DatabaseSync | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  add(event: Omit<PendingEvent, 'id' | 'attempts' | 'dueAt'>): void {
    const { filter, logStream, timestamp, message } = event;
    this.#database
      .prepare('INSERT INTO events (filter, logStream, timestamp, message, attempts, dueAt) VALUES (?, ?, ?, ?, 0, ?)')
      .run(filter, logStream, timestamp, message, timestamp);
  }

  /** The oldest that is due, with those of its filter and stream that are due as well, in their order. */
  due(now: number, limit: number): PendingEvent[] {
    if (this.#isEmpty) return [];
    const [first] = this.#select('dueAt <= ?', [now], 1);
    if (!first) return [];
    return this.#select(
      'dueAt <= ? AND filter = ? AND logStream = ? AND attempts = ?',
      [now, first.filter, first.logStream, first.attempts],
      limit,
    );
  }

  next(): number | undefined {
    if (this.#isEmpty) return undefined;
    const { time } = this.#database.prepare('SELECT min(dueAt) AS time FROM events').get() as { time: number | null };
    return time ?? undefined;
  }

  remove(events: readonly PendingEvent[]): void {
    const statement = this.#database.prepare('DELETE FROM events WHERE id = ?');
    this.#transaction(() => events.forEach(({ id }) => statement.run(id)));
  }

  postpone(events: readonly PendingEvent[], dueAt: number): void {
    const statement = this.#database.prepare('UPDATE events SET attempts = attempts + 1, dueAt = ? WHERE id = ?');
    this.#transaction(() => events.forEach(({ id }) => statement.run(dueAt, id)));
  }

  copyTo(path: string): void {
    if (this.#isEmpty) return;
    mkdirSync(dirname(path), { recursive: true });
    this.#database.prepare('VACUUM INTO ?').run(path);
  }

  /** Takes the state of a copy, or none where there is no copy. */
  replaceBy(path: string): void {
    this.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.#path + suffix, { force: true });
    if (!existsSync(path)) return;
    mkdirSync(dirname(this.#path), { recursive: true });
    copyFileSync(path, this.#path);
  }

  close(): void {
    this.#opened?.close();
    this.#opened = undefined;
  }

  #select(condition: string, values: readonly (string | number)[], limit: number): PendingEvent[] {
    const sql = `SELECT * FROM events WHERE ${condition} ORDER BY id LIMIT ?`;
    return this.#database.prepare(sql).all(...values, limit) as unknown as PendingEvent[];
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    work();
    this.#database.exec('COMMIT');
  }

  /** Without a file there is nothing, and none need be made. */
  get #isEmpty(): boolean {
    return !this.#opened && !existsSync(this.#path);
  }

  get #database(): DatabaseSync {
    if (!this.#opened) {
      mkdirSync(dirname(this.#path), { recursive: true });
      this.#opened = new DatabaseSync(this.#path);
      this.#opened.exec(schema);
    }
    return this.#opened;
  }
}
