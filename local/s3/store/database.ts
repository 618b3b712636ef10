import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';

const schema = `
  CREATE TABLE IF NOT EXISTS versions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    versionId TEXT NOT NULL,
    isDeleteMarker INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    file TEXT NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    description TEXT NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS versions_of_key ON versions (bucket, key, sequence DESC);
  CREATE TABLE IF NOT EXISTS uploads (
    id TEXT PRIMARY KEY,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    initiated INTEGER NOT NULL,
    description TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS parts (
    upload TEXT NOT NULL,
    number INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    file TEXT NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    checksum TEXT,
    PRIMARY KEY (upload, number)
  );
  CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due INTEGER NOT NULL
  );
`;

/** What S3 knows of its objects, in one file. A committed change outlives a killed process. */
export class Database {
  readonly path: string;
  #database: DatabaseSync;
  readonly #afterCommit: (() => void)[] = [];
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string) {
    this.path = path;
    this.#database = this.#open();
  }

  /** Compiled once. */
  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  one<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.prepare(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.prepare(sql).all(...values) as Row[];
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.prepare(sql).run(...values).lastInsertRowid);
  }

  /** All of it or nothing; may be nested. */
  transaction<T>(work: () => T): T {
    if (this.#database.isTransaction) return work();
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      for (const action of this.#afterCommit.splice(0)) action();
      return result;
    } catch (error) {
      this.#afterCommit.length = 0;
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Does what must not happen before the change is on disk, such as the removal of a file. */
  afterCommit(action: () => void): void {
    if (this.#database.isTransaction) this.#afterCommit.push(action);
    else action();
  }

  /** Writes a copy of the whole. */
  copyTo(path: string): void {
    this.prepare('VACUUM INTO ?').run(path);
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  /** Opens the file again, after another has taken its place. */
  reopen(): void {
    this.close();
    this.#database = this.#open();
  }

  #open(): DatabaseSync {
    mkdirSync(dirname(this.path), { recursive: true });
    const database = new DatabaseSync(this.path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    database.exec(schema);
    return database;
  }
}
