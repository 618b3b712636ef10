import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import type { BusEvent } from './event.ts';

/** An event in an archive. Times are milliseconds since the epoch. */
export interface ArchivedEvent {
  readonly id: number;
  /** JSON. */
  readonly event: string;
  readonly time: number;
}

/** Events from `from` until before `to` that stand behind the last one that was read, if any. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly after?: Pick<ArchivedEvent, 'id' | 'time'>;
}

/** What an archive holds. */
export interface Holdings {
  readonly events: number;
  readonly bytes: number;
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY, archive TEXT NOT NULL, eventId TEXT NOT NULL, event TEXT NOT NULL, time INTEGER NOT NULL,
    minute INTEGER NOT NULL, archivedAt INTEGER NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS once ON events (archive, eventId);
  CREATE INDEX IF NOT EXISTS inMinutes ON events (archive, minute, id);
  CREATE INDEX IF NOT EXISTS byAge ON events (archive, archivedAt);
  CREATE TABLE IF NOT EXISTS archives (archive TEXT PRIMARY KEY, createdAt INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS replays (name TEXT PRIMARY KEY, replay TEXT NOT NULL);
`;

const minuteOf = (time: number) => Math.floor(time / 60_000);

/** Archived events and replays, in a SQLite file. */
export class ArchiveStore {
  readonly #database: DatabaseSync;
  readonly #statements: Readonly<Record<'keep' | 'drop' | 'holdings' | 'page' | 'setReplay', StatementSync>>;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path);
    this.#database.exec(schema);
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#statements = {
      keep: prepare(
        'INSERT OR IGNORE INTO events (archive, eventId, event, time, minute, archivedAt) VALUES (?, ?, ?, ?, ?, ?)',
      ),
      drop: prepare('DELETE FROM events WHERE archive = ? AND archivedAt < ?'),
      holdings: prepare(
        'SELECT count(*) AS events, coalesce(sum(length(CAST(event AS BLOB))), 0) AS bytes FROM events WHERE archive = ?',
      ),
      page: prepare(
        'SELECT id, event, time FROM events WHERE archive = ? AND (minute, id) > (?, ?) AND minute <= ? ' +
          'AND time >= ? AND time < ? ORDER BY minute, id LIMIT ?',
      ),
      setReplay: prepare('INSERT INTO replays VALUES (?, ?) ON CONFLICT DO UPDATE SET replay = excluded.replay'),
    };
  }

  /** When the archive was first there. */
  createdAt(archive: string, now: number): number {
    this.#database.prepare('INSERT OR IGNORE INTO archives VALUES (?, ?)').run(archive, now);
    const row = this.#database.prepare('SELECT createdAt FROM archives WHERE archive = ?').get(archive);
    return Number(row?.['createdAt']);
  }

  /** One that comes twice is kept once. */
  keep(archive: string, event: BusEvent, archivedAt: number): void {
    const time = Date.parse(event.time);
    this.#statements.keep.run(archive, event.id, JSON.stringify(event), time, minuteOf(time), archivedAt);
  }

  /** Forgets what was archived before then. */
  drop(archive: string, before: number): void {
    this.#statements.drop.run(archive, before);
  }

  holdings(archive: string): Holdings {
    return this.#statements.holdings.get(archive) as unknown as Holdings;
  }

  /** Minute by minute of the events' own time; within a minute as they came into the archive. */
  page(archive: string, { from, to, after }: Range, limit: number): ArchivedEvent[] {
    const [minute, id] = after ? [minuteOf(after.time), after.id] : [minuteOf(from), 0];
    return this.#statements.page.all(archive, minute, id, minuteOf(to), from, to, limit) as unknown as ArchivedEvent[];
  }

  /** JSON by name. */
  replays(): Map<string, string> {
    const rows = this.#database.prepare('SELECT name, replay FROM replays ORDER BY name').all();
    return new Map(rows.map(({ name, replay }) => [String(name), String(replay)]));
  }

  setReplay(name: string, replay: string): void {
    this.#statements.setReplay.run(name, replay);
  }

  removeReplay(name: string): void {
    this.#database.prepare('DELETE FROM replays WHERE name = ?').run(name);
  }

  /** Writes all into one file. */
  copyTo(path: string): void {
    this.#database.prepare('VACUUM INTO ?').run(path);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}
