import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SuppressionReason } from './configuration-sets.ts';
import type { Mail } from './mail.ts';

/** An address of the account's suppression list. */
export interface Suppressed {
  readonly address: string;
  readonly reason: SuppressionReason;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  /** Of the message that put it there, where one did. */
  readonly messageId: string | null;
  readonly feedbackId: string | null;
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS mails (id TEXT PRIMARY KEY, mail TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS suppressed (
    address TEXT PRIMARY KEY, reason TEXT NOT NULL, updatedAt INTEGER NOT NULL, messageId TEXT, feedbackId TEXT
  ) WITHOUT ROWID;
`;

/** Accepted mails whose events are still to be told, and the suppression list, in a SQLite database. */
export class MailStore {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path);
    this.#database.exec(schema);
  }

  /** It is on disk when this returns. */
  accept(mail: Mail): void {
    this.#database.prepare('INSERT INTO mails (id, mail) VALUES (?, ?)').run(mail.id, JSON.stringify(mail));
  }

  /** The oldest first: a message id begins with the time. */
  accepted(limit: number): Mail[] {
    const rows = this.#database.prepare('SELECT mail FROM mails ORDER BY id LIMIT ?').all(limit);
    return rows.map(({ mail }) => JSON.parse(mail as string) as Mail);
  }

  /** Ends a mail, with the addresses that it put on the list. */
  settle(mail: Mail, suppressed: readonly Suppressed[]): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const entry of suppressed) this.suppress(entry);
      this.#database.prepare('DELETE FROM mails WHERE id = ?').run(mail.id);
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  suppress({ address, reason, updatedAt, messageId, feedbackId }: Suppressed): void {
    this.#database
      .prepare('REPLACE INTO suppressed (address, reason, updatedAt, messageId, feedbackId) VALUES (?, ?, ?, ?, ?)')
      .run(address.toLowerCase(), reason, updatedAt, messageId, feedbackId);
  }

  suppressed(address: string): Suppressed | undefined {
    const row = this.#database.prepare('SELECT * FROM suppressed WHERE address = ?').get(address.toLowerCase());
    return row as unknown as Suppressed | undefined;
  }

  /** By address, those after the given one. */
  list(after: string): Suppressed[] {
    const rows = this.#database.prepare('SELECT * FROM suppressed WHERE address > ? ORDER BY address').all(after);
    return rows as unknown as Suppressed[];
  }

  /** @returns whether it was on the list */
  release(address: string): boolean {
    return this.#database.prepare('DELETE FROM suppressed WHERE address = ?').run(address.toLowerCase()).changes > 0;
  }

  /** Writes all into one file. */
  copyTo(path: string): void {
    this.#database.prepare('VACUUM INTO ?').run(path);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}
