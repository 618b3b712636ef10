import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';

/** Records that make one object. Times are milliseconds since the epoch. */
export interface Batch {
  readonly id: number;
  readonly stream: string;
  /** Of the oldest record. */
  readonly arrivedAt: number;
  /** Failed ones. */
  readonly attempts: number;
  readonly dueAt: number;
}

/** What of a stream isn't in a batch yet. */
export interface Buffered {
  readonly bytes: number;
  /** When the oldest came; undefined: there is nothing. */
  readonly oldest: number | undefined;
}

const nothing: Buffered = { bytes: 0, oldest: undefined };

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, batch INTEGER, arrivedAt INTEGER NOT NULL,
    data BLOB NOT NULL
  );
  CREATE INDEX IF NOT EXISTS recordsByBatch ON records (stream, batch);
  CREATE TABLE IF NOT EXISTS batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, arrivedAt INTEGER NOT NULL,
    attempts INTEGER NOT NULL, dueAt INTEGER NOT NULL
  );
`;

/** Records on their way, in a SQLite database: they are on disk before a put answers. */
export class RecordStore {
  readonly #path: string;
  #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** By stream; summed up once, as a buffer is asked for at each put. */
  #buffers = new Map<string, Buffered>();

  constructor(path: string) {
    this.#path = path;
    this.#database = open(path);
    this.#sumUp();
  }

  add(stream: string, data: Uint8Array, arrivedAt: number): Buffered {
    this.#prepare('INSERT INTO records (stream, arrivedAt, data) VALUES (?, ?, ?)').run(stream, arrivedAt, data);
    const { bytes, oldest = arrivedAt } = this.buffered(stream);
    const buffered = { bytes: bytes + data.length, oldest };
    this.#buffers.set(stream, buffered);
    return buffered;
  }

  buffered(stream: string): Buffered {
    return this.#buffers.get(stream) ?? nothing;
  }

  /** Makes a batch of all that a stream has buffered. */
  seal(stream: string, dueAt: number): void {
    const { oldest = dueAt } = this.buffered(stream);
    const { lastInsertRowid: id } = this.#prepare(
      'INSERT INTO batches (stream, arrivedAt, attempts, dueAt) VALUES (?, ?, 0, ?)',
    ).run(stream, oldest, dueAt);
    this.#prepare('UPDATE records SET batch = ? WHERE stream = ? AND batch IS NULL').run(id, stream);
    this.#buffers.delete(stream);
  }

  /** The oldest of those that are due. */
  due(now: number): Batch | undefined {
    return this.#prepare('SELECT * FROM batches WHERE dueAt <= ? ORDER BY dueAt, id LIMIT 1').get(now) as
      Batch | undefined;
  }

  /** When the next one is due. */
  next(): number | undefined {
    return (this.#prepare('SELECT min(dueAt) AS time FROM batches').get() as { time: number | null }).time ?? undefined;
  }

  /** In the order in which they came. */
  recordsOf({ id, stream }: Batch): Uint8Array[] {
    const rows = this.#prepare('SELECT data FROM records WHERE stream = ? AND batch = ? ORDER BY id').all(stream, id);
    return (rows as unknown as { readonly data: Uint8Array }[]).map(({ data }) => data);
  }

  remove({ id, stream }: Batch): void {
    this.transaction(() => {
      this.#prepare('DELETE FROM records WHERE stream = ? AND batch = ?').run(stream, id);
      this.#prepare('DELETE FROM batches WHERE id = ?').run(id);
    });
  }

  postpone({ id }: Batch, dueAt: number): void {
    this.#prepare('UPDATE batches SET attempts = attempts + 1, dueAt = ? WHERE id = ?').run(dueAt, id);
  }

  transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      this.#sumUp();
      throw error;
    }
  }

  /** Writes all into one file. */
  /** When the oldest came that isn't delivered yet. */
  oldest(stream: string): number | undefined {
    const row = this.#prepare('SELECT min(arrivedAt) AS time FROM records WHERE stream = ?').get(stream);
    return (row as { readonly time: number | null }).time ?? undefined;
  }

  copyTo(path: string): void {
    this.#prepare('VACUUM INTO ?').run(path);
  }

  /** Takes the state of a copy, or none where there is no copy. */
  replaceBy(path: string): void {
    this.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.#path + suffix, { force: true });
    if (existsSync(path)) copyFileSync(path, this.#path);
    this.#database = open(this.#path);
    this.#sumUp();
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #sumUp(): void {
    const rows = this.#prepare(
      'SELECT stream, sum(length(data)) AS bytes, min(arrivedAt) AS oldest FROM records WHERE batch IS NULL GROUP BY stream',
    ).all() as unknown as (Buffered & { readonly stream: string })[];
    this.#buffers = new Map(rows.map(({ stream, bytes, oldest }) => [stream, { bytes, oldest }]));
  }

  /** Compiled once. */
  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function open(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  database.exec(schema);
  return database;
}
