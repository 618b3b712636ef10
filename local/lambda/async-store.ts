import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** An accepted invocation of type `Event`. */
export interface QueuedEvent {
  readonly requestId: string;
  readonly functionName: string;
  /** JSON. */
  readonly payload: string;
  /** Milliseconds since the epoch, by the cloud's clock, as is `dueAt`. */
  readonly acceptedAt: number;
  /** Runs that failed. */
  readonly failures: number;
  /** Attempts that reached no run: throttled, or the service failed. */
  readonly throttles: number;
  readonly dueAt: number;
}

/** Events of asynchronous invocations that aren't done, in a database: on disk when a call returns. */
export class AsyncStore {
  readonly #path: string;
  #opened: DatabaseSync | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  add(event: QueuedEvent): void {
    this.#database
      .prepare(
        'INSERT INTO events (requestId, functionName, payload, acceptedAt, failures, throttles, dueAt) ' +
          'VALUES (:requestId, :functionName, :payload, :acceptedAt, :failures, :throttles, :dueAt)',
      )
      .run({ ...event });
  }

  /** Keeps when it is due again and what it has been through. */
  postpone({ requestId, failures, throttles, dueAt }: QueuedEvent): void {
    this.#database
      .prepare('UPDATE events SET failures = ?, throttles = ?, dueAt = ? WHERE requestId = ?')
      .run(failures, throttles, dueAt, requestId);
  }

  remove(requestId: string): void {
    this.#database.prepare('DELETE FROM events WHERE requestId = ?').run(requestId);
  }

  list(): QueuedEvent[] {
    // Without a file there is nothing, and none need be made.
    if (!this.#opened && !existsSync(this.#path)) return [];
    return this.#database.prepare('SELECT * FROM events ORDER BY rowid').all() as unknown as QueuedEvent[];
  }

  copyTo(path: string): void {
    if (!this.#opened && !existsSync(this.#path)) return;
    mkdirSync(dirname(path), { recursive: true });
    this.#database.prepare('VACUUM INTO ?').run(path);
  }

  replaceBy(path: string): void {
    this.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.#path + suffix, { force: true });
    mkdirSync(dirname(this.#path), { recursive: true });
    if (existsSync(path)) copyFileSync(path, this.#path);
  }

  close(): void {
    this.#opened?.close();
    this.#opened = undefined;
  }

  get #database(): DatabaseSync {
    this.#opened ??= open(this.#path);
    return this.#opened;
  }
}

function open(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  // What the operating system has survives the process; a crash of the machine needn't be survived.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = OFF;
    CREATE TABLE IF NOT EXISTS events (
      requestId TEXT PRIMARY KEY, functionName TEXT, payload TEXT,
      acceptedAt REAL, failures INTEGER, throttles INTEGER, dueAt REAL
    )`);
  return database;
}
