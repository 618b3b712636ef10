import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import type { Attributes } from '../attribute-value.ts';

/** What a row of the engine's stream records says before its images are read. */
export interface StoredChange {
  /** Never used twice, and in the order of the writes. */
  readonly id: number;
  readonly table: string;
  readonly isRemoval: boolean;
  readonly keys: Attributes;
  /** Whether both images are the same: on AWS such a write makes no record. */
  readonly changesNothing: boolean;
  /** Whether the time to live removed the item. */
  readonly isExpiry: boolean;
  /** Milliseconds since the epoch, by the machine's clock, without their part of a second. */
  readonly writtenAt: number;
}

export interface StoredImages {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly keys: Attributes;
  readonly newImage?: Attributes;
  readonly oldImage?: Attributes;
  readonly writtenAt: number;
}

/** The service as the user of what it removes, as AWS writes it into the record. */
export const expiryIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

type Row = Readonly<Record<string, string | number | null>>;

/** Long enough for the longest write of the engine. */
const busyTimeoutMs = 5_000;

/**
 * dynoxide reads the stream's records at each write to number the next one, without an index: writes would become
 * slower with each record. This gives it the index.
 */
export function indexStoredRecords(databasePath: string): void {
  const database = new DatabaseSync(databasePath, { timeout: busyTimeoutMs });
  try {
    database.exec(
      'CREATE INDEX IF NOT EXISTS _stream_records_by_number ' +
        'ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
  } finally {
    database.close();
  }
}

/**
 * The records that dynoxide writes beside each change, in the same transaction. They are read from its file, a SQLite
 * database in WAL mode, which lets others read while it writes, and write in turns with it.
 */
export class StoredRecords {
  readonly #database: DatabaseSync;
  readonly #after: StatementSync;
  readonly #find: StatementSync;

  constructor(databasePath: string) {
    this.#database = new DatabaseSync(databasePath, { timeout: busyTimeoutMs });
    // The images of a change are read only where they may be equal: then they are equally long.
    this.#after = this.#database.prepare(`
      SELECT id, table_name, event_name, keys_json, created_at, user_identity,
        CASE WHEN length(new_image) = length(old_image) THEN new_image END AS new_image,
        CASE WHEN length(new_image) = length(old_image) THEN old_image END AS old_image
      FROM _stream_records WHERE id > ? ORDER BY id LIMIT ?`);
    this.#find = this.#database.prepare(
      'SELECT event_name, keys_json, created_at, new_image, old_image FROM _stream_records WHERE id = ?',
    );
  }

  after(id: number, limit: number): StoredChange[] {
    return (this.#after.all(id, limit) as Row[]).map((row) => ({
      id: Number(row['id']),
      table: String(row['table_name']),
      isRemoval: row['event_name'] === 'REMOVE',
      keys: attributes(row['keys_json']) ?? {},
      changesNothing:
        canonical(attributes(row['new_image'])) === canonical(attributes(row['old_image'])) && !!row['new_image'],
      isExpiry: row['user_identity'] !== null,
      writtenAt: writtenAt(row),
    }));
  }

  find(id: number): StoredImages | undefined {
    const row = this.#find.get(id) as Row | undefined;
    if (!row) return undefined;
    const newImage = attributes(row['new_image']);
    const oldImage = attributes(row['old_image']);
    return {
      eventName: row['event_name'] as StoredImages['eventName'],
      keys: attributes(row['keys_json']) ?? {},
      ...(newImage && { newImage }),
      ...(oldImage && { oldImage }),
      writtenAt: writtenAt(row),
    };
  }

  /** The id that was given last, also if its row is gone. */
  newest(): number {
    const row = this.#database.prepare("SELECT seq FROM sqlite_sequence WHERE name = '_stream_records'").get();
    return Number(row?.['seq'] ?? 0);
  }

  markAsExpiries(ids: readonly number[]): void {
    const update = this.#database.prepare('UPDATE _stream_records SET user_identity = ? WHERE id = ?');
    this.#database.exec('BEGIN IMMEDIATE');
    for (const id of ids) update.run(JSON.stringify(expiryIdentity), id);
    this.#database.exec('COMMIT');
  }

  /** Drops the oldest, at most `limit` at once so that writes don't wait. @returns whether there are more to drop */
  dropUpTo(id: number, limit: number): boolean {
    const dropped = this.#database
      .prepare(
        'DELETE FROM _stream_records WHERE id IN (SELECT id FROM _stream_records WHERE id <= ? ORDER BY id LIMIT ?)',
      )
      .run(id, limit);
    return Number(dropped.changes) === limit;
  }

  close(): void {
    this.#database.close();
  }
}

function writtenAt(row: Row): number {
  return Number(row['created_at']) * 1000;
}

function attributes(json: Row[string] | undefined): Attributes | undefined {
  return typeof json === 'string' ? (JSON.parse(json) as Attributes) : undefined;
}

/** The same text for the same attributes: the engine writes maps and sets in any order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (name, member: unknown) => {
    if (Array.isArray(member)) return isSet(name) ? (member as string[]).toSorted() : (member as unknown[]);
    if (typeof member !== 'object' || member === null) return member;
    return Object.fromEntries(Object.entries(member).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}

function isSet(type: string): boolean {
  return type === 'SS' || type === 'NS' || type === 'BS';
}
