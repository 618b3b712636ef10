import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';

/** An event on its way to one target. Times are milliseconds since the epoch. */
export interface Delivery {
  readonly id: number;
  /** JSON. */
  readonly event: string;
  readonly ruleArn: string;
  readonly targetId: string;
  readonly ingestedAt: number;
  /** Failed ones. */
  readonly attempts: number;
  readonly dueAt: number;
}

export type NewDelivery = Omit<Delivery, 'id' | 'attempts' | 'dueAt'>;

/** What became of a delivery: it is over, or will be tried again. */
export interface DeliveryOutcome {
  readonly id: number;
  readonly retryAt?: number;
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, ruleArn TEXT NOT NULL, targetId TEXT NOT NULL,
    ingestedAt INTEGER NOT NULL, attempts INTEGER NOT NULL, dueAt INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS deliveriesByTime ON deliveries (dueAt);
`;

/** Deliveries that aren't over yet, in a SQLite database: they are on disk before PutEvents answers. */
export class DeliveryStore {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #due: StatementSync;
  readonly #next: StatementSync;
  readonly #delete: StatementSync;
  readonly #retry: StatementSync;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path);
    this.#database.exec(schema);
    this.#insert = this.#database.prepare(
      'INSERT INTO deliveries (event, ruleArn, targetId, ingestedAt, attempts, dueAt) VALUES (?, ?, ?, ?, 0, ?)',
    );
    this.#due = this.#database.prepare('SELECT * FROM deliveries WHERE dueAt <= ? ORDER BY dueAt, id LIMIT ?');
    this.#next = this.#database.prepare('SELECT min(dueAt) AS time FROM deliveries');
    this.#delete = this.#database.prepare('DELETE FROM deliveries WHERE id = ?');
    this.#retry = this.#database.prepare('UPDATE deliveries SET attempts = attempts + 1, dueAt = ? WHERE id = ?');
  }

  add(deliveries: readonly NewDelivery[]): void {
    this.#transaction(() => {
      for (const { event, ruleArn, targetId, ingestedAt } of deliveries) {
        this.#insert.run(event, ruleArn, targetId, ingestedAt, ingestedAt);
      }
    });
  }

  /** The oldest first. */
  due(now: number, limit: number): Delivery[] {
    return this.#due.all(now, limit) as unknown as Delivery[];
  }

  /** When the next one is due. */
  next(): number | undefined {
    return (this.#next.get() as { readonly time: number | null }).time ?? undefined;
  }

  settle(outcomes: readonly DeliveryOutcome[]): void {
    this.#transaction(() => {
      for (const { id, retryAt } of outcomes) {
        if (retryAt === undefined) this.#delete.run(id);
        else this.#retry.run(retryAt, id);
      }
    });
  }

  /** Writes all into one file. */
  copyTo(path: string): void {
    this.#database.prepare('VACUUM INTO ?').run(path);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #transaction(call: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      call();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}
