import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';

/** A message as it lies in a queue. Times are milliseconds since the epoch. */
export interface StoredMessage {
  /** Position in the order in which messages came in. */
  readonly seq: number;
  readonly id: string;
  readonly body: string;
  /** JSON of its message attributes, as SendMessage takes them. */
  readonly attributes: string | null;
  readonly traceHeader: string | null;
  readonly sender: string;
  readonly sentAt: number;
  readonly visibleAt: number;
  /** How often it was received from this queue, and from all. */
  readonly received: number;
  readonly receivedInAll: number;
  readonly firstReceivedAt: number | null;
  readonly lastReceivedAt: number | null;
  /** Of the last delivery. */
  readonly receipt: string | null;
  readonly groupId: string | null;
  readonly deduplicationId: string | null;
  readonly sequenceNumber: string | null;
  /** ARN of the queue that it was moved from as undeliverable. */
  readonly deadLetterSource: string | null;
}

export type NewStoredMessage = Omit<StoredMessage, 'seq'>;

export interface MessageCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

export interface AcceptedMessage {
  readonly id: string;
  readonly sequenceNumber: string | null;
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT,
    traceHeader TEXT, sender TEXT NOT NULL, sentAt INTEGER NOT NULL, visibleAt INTEGER NOT NULL,
    received INTEGER NOT NULL, receivedInAll INTEGER NOT NULL, firstReceivedAt INTEGER, lastReceivedAt INTEGER,
    receipt TEXT, groupId TEXT, deduplicationId TEXT, sequenceNumber TEXT, deadLetterSource TEXT
  );
  CREATE INDEX IF NOT EXISTS messagesByVisibility ON messages (queue, visibleAt);
  CREATE INDEX IF NOT EXISTS messagesReceived ON messages (queue, visibleAt) WHERE received > 0;
  CREATE INDEX IF NOT EXISTS messagesByAge ON messages (queue, sentAt);
  CREATE INDEX IF NOT EXISTS messagesInOrder ON messages (queue) WHERE groupId IS NOT NULL;
  CREATE INDEX IF NOT EXISTS messagesByGroup ON messages (queue, groupId) WHERE groupId IS NOT NULL;
  CREATE INDEX IF NOT EXISTS messagesById ON messages (id);
  CREATE TABLE IF NOT EXISTS deduplication (
    queue TEXT NOT NULL, key TEXT NOT NULL, until INTEGER NOT NULL, id TEXT NOT NULL, sequenceNumber TEXT,
    PRIMARY KEY (queue, key)
  );
  CREATE INDEX IF NOT EXISTS deduplicationByAge ON deduplication (until);
`;

const columns = [
  ...['id', 'body', 'attributes', 'traceHeader', 'sender', 'sentAt', 'visibleAt', 'received', 'receivedInAll'],
  ...['firstReceivedAt', 'lastReceivedAt', 'receipt', 'groupId', 'deduplicationId', 'sequenceNumber'],
  'deadLetterSource',
] as const satisfies readonly (keyof NewStoredMessage)[];

/**
 * The messages of all queues, in a SQLite database: what a statement has written is the operating system's when it
 * returns, so that a killed process loses nothing.
 */
export class MessageStore {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path);
    this.#database.exec(schema);
  }

  /** All that `call` writes, or nothing. */
  transaction<T>(call: () => T): T {
    if (this.#database.isTransaction) return call();
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = call();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  insert(queue: string, message: NewStoredMessage): void {
    const names = ['queue', ...columns];
    this.#run(
      `INSERT INTO messages (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      queue,
      ...columns.map((name) => message[name]),
    );
  }

  /** Visible ones of a standard queue, those first that have been so for longest. */
  visible(queue: string, now: number, limit: number, newestFirst: boolean): StoredMessage[] {
    const order = newestFirst ? 'DESC' : 'ASC';
    return this.#rows(
      `SELECT * FROM messages WHERE queue = ? AND visibleAt <= ? ORDER BY visibleAt ${order}, seq ${order} LIMIT ?`,
      queue,
      now,
      limit,
    );
  }

  /**
   * Visible ones of a FIFO queue, in order: as many of one group as there are, then those of the next. A group with a
   * message in flight waits.
   */
  visibleInOrder(queue: string, now: number, limit: number): StoredMessage[] {
    const found: StoredMessage[] = [];
    const groups: string[] = [];
    while (found.length < limit) {
      const [next] = this.#rows<{ readonly groupId: string }>(
        `SELECT groupId FROM messages WHERE queue = ? AND groupId IS NOT NULL AND visibleAt <= ?
         AND groupId NOT IN (SELECT groupId FROM messages WHERE queue = ? AND visibleAt > ? AND received > 0)
         AND groupId NOT IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT 1`,
        queue,
        now,
        queue,
        now,
        JSON.stringify(groups),
      );
      if (!next) break;
      groups.push(next.groupId);
      const ofGroup = this.#rows(
        'SELECT * FROM messages WHERE queue = ? AND groupId = ? AND visibleAt <= ? ORDER BY seq LIMIT ?',
        queue,
        next.groupId,
        now,
        limit - found.length,
      );
      found.push(...ofGroup);
    }
    return found;
  }

  find(queue: string, id: string): StoredMessage | undefined {
    return this.#rows('SELECT * FROM messages WHERE id = ? AND queue = ?', id, queue)[0];
  }

  receive(seq: number, now: number, visibleAt: number, receipt: string): void {
    this.#run(
      `UPDATE messages SET received = received + 1, receivedInAll = receivedInAll + 1, lastReceivedAt = ?,
       firstReceivedAt = coalesce(firstReceivedAt, ?), visibleAt = ?, receipt = ? WHERE seq = ?`,
      now,
      now,
      visibleAt,
      receipt,
      seq,
    );
  }

  changeVisibility(seq: number, visibleAt: number): void {
    this.#run('UPDATE messages SET visibleAt = ? WHERE seq = ?', visibleAt, seq);
  }

  delete(seq: number): void {
    this.#run('DELETE FROM messages WHERE seq = ?', seq);
  }

  deleteSentUntil(queue: string, time: number): void {
    this.#run('DELETE FROM messages WHERE queue = ? AND sentAt <= ?', queue, time);
  }

  purge(queue: string): void {
    this.#run('DELETE FROM messages WHERE queue = ?', queue);
  }

  /** Forgets the messages of queues that aren't there any more. */
  keepOnly(queues: readonly string[]): void {
    const list = JSON.stringify(queues);
    this.#run('DELETE FROM messages WHERE queue NOT IN (SELECT value FROM json_each(?))', list);
    this.#run('DELETE FROM deduplication WHERE queue NOT IN (SELECT value FROM json_each(?))', list);
  }

  /**
   * Since when the oldest waits. One that was received three times counts no more, so that poison doesn't hide the others;
   * one that was moved here waits since then.
   */
  oldest(queue: string, now: number): number | undefined {
    const [row] = this.#rows<{ readonly time: number | null }>(
      `SELECT min(CASE WHEN deadLetterSource IS NULL THEN sentAt ELSE min(visibleAt, ?) END) AS time
       FROM messages WHERE queue = ? AND received < 3`,
      now,
      queue,
    );
    return row?.time ?? undefined;
  }

  counts(queue: string, now: number): MessageCounts {
    const [row] = this.#rows<MessageCounts>(
      `SELECT count(*) FILTER (WHERE visibleAt <= ?) AS visible,
       count(*) FILTER (WHERE visibleAt > ? AND received > 0) AS inFlight,
       count(*) FILTER (WHERE visibleAt > ? AND received = 0) AS delayed FROM messages WHERE queue = ?`,
      now,
      now,
      now,
      queue,
    );
    return row ?? { visible: 0, inFlight: 0, delayed: 0 };
  }

  /** At most `limit`, so that a look costs little. */
  inFlight(queue: string, now: number, limit: number): number {
    const [row] = this.#rows<{ readonly count: number }>(
      `SELECT count(*) AS count FROM
       (SELECT 1 FROM messages WHERE queue = ? AND visibleAt > ? AND received > 0 LIMIT ?)`,
      queue,
      now,
      limit,
    );
    return row?.count ?? 0;
  }

  /** When the next message becomes visible that isn't yet. */
  nextVisible(queue: string, now: number): number | undefined {
    const [row] = this.#rows<{ readonly time: number | null }>(
      'SELECT min(visibleAt) AS time FROM messages WHERE queue = ? AND visibleAt > ?',
      queue,
      now,
    );
    return row?.time ?? undefined;
  }

  /** The message that was accepted under a key, if that was not too long ago. */
  accepted(queue: string, key: string, now: number): AcceptedMessage | undefined {
    this.#run('DELETE FROM deduplication WHERE until <= ?', now);
    return this.#rows<AcceptedMessage>(
      'SELECT id, sequenceNumber FROM deduplication WHERE queue = ? AND key = ?',
      queue,
      key,
    )[0];
  }

  accept(queue: string, key: string, until: number, message: AcceptedMessage): void {
    this.#run(
      'INSERT INTO deduplication (queue, key, until, id, sequenceNumber) VALUES (?, ?, ?, ?, ?)',
      queue,
      key,
      until,
      message.id,
      message.sequenceNumber,
    );
  }

  /** The seq of the newest message that there ever was. */
  newest(): number {
    const [row] = this.#rows<{ readonly seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'messages'");
    return row?.seq ?? 0;
  }

  /** Writes all into one file. */
  copyTo(path: string): void {
    this.#run('VACUUM INTO ?', path);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  #rows<T = StoredMessage>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#statement(sql).all(...values) as T[];
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
