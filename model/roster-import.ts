import type { RosterImport, RosterImportRow, RosterRowStatus } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { courseId, rosterImportId } from './ids.ts';
import type { Key, TIME_TO_LIVE } from './keys.ts';

/** Rows of a file, at most. */
export const MOST_ROWS = 5_000;
/** Rows that are worked and written together: an item of them stays below 64 KB. */
export const ROWS_A_CHUNK = 100;
/** How long the result can be read. */
export const IMPORT_DAYS = 90;

/** How many rows ended in which way. */
export type RowCounts = Readonly<Partial<Record<RosterRowStatus, number>>>;

/** A file of learners who are let into a course, and how far that is. */
export type RosterImportItem = Key & {
  readonly entity: 'RosterImport';
  readonly v: 1;
  readonly ulid: string;
  readonly courseUlid: string;
  /** Id of who asked for it. */
  readonly requesterId: string;
  readonly total: number;
  readonly processed: number;
  readonly counts: RowCounts;
  readonly isDone: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly [TIME_TO_LIVE]: number;
  readonly cause: Cause;
};

/** A row of the file, from 1, and what has become of it: nothing yet without a status. */
export interface ImportRow {
  readonly row: number;
  readonly email: string;
  readonly name?: string;
  readonly status?: RosterRowStatus;
  readonly reason?: string;
}

/** Rows that are worked together. */
export type ImportChunkItem = Key & {
  readonly entity: 'RosterImportChunk';
  readonly v: 1;
  readonly rows: readonly ImportRow[];
  readonly isDone: boolean;
  readonly [TIME_TO_LIVE]: number;
};

/** What the function behind `importRoster` is asked for. */
export interface ImportCall {
  readonly sub: string;
  readonly actor: string;
  readonly request: string;
  readonly clientToken: string;
  readonly courseId: string;
  readonly uploadId: string;
}

export function toRosterImport(item: RosterImportItem): RosterImport {
  const { ulid, courseUlid, total, processed, counts, isDone, createdAt } = item;
  const count = (status: RosterRowStatus) => ({ status, rows: counts[status] ?? 0 });
  return {
    id: rosterImportId(courseUlid, ulid),
    courseId: courseId(courseUlid),
    state: isDone ? 'DONE' : 'RUNNING',
    total,
    processed,
    counts: [
      count('ENROLLED'),
      count('ALREADY_ENROLLED'),
      count('INVITED'),
      count('FULL'),
      count('INVALID'),
      count('DUPLICATE'),
    ].filter(({ rows }) => rows > 0),
    createdAt,
  };
}

export function toImportRow({ row, email, name, status, reason }: ImportRow): RosterImportRow {
  return { row, email, name: name ?? null, status: status ?? null, reason: reason ?? null };
}
