import type { Leaderboard, LeaderboardEntry, LeaderboardStanding } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { estimateRank, type Counts } from './histogram.ts';
import { userId } from './ids.ts';
import type { Key } from './keys.ts';

/**
 * A learner on a board: Cognito sub, name, points, and the version of the points that say so. Without names of
 * attributes: a board is read and written whole, and they would be half of it.
 */
export type Row = readonly [sub: string, displayName: string, points: number, version: number];

/** Learners that a board keeps: more than it shows, so that some can fall back before it must be made anew. */
export const BOARD_ROWS = 120;
/** Fewer than it shows: with more learners on the board, it is made anew. */
export const MIN_ROWS = 100;

/** What both items of a board are made of. */
interface BoardItem {
  readonly v: 1;
  /** Goes up with every write. */
  readonly version: number;
  /** ISO 8601. */
  readonly updatedAt: string;
  /** Of a week's board: when it is forgotten, in seconds since the epoch. */
  readonly expiresAt?: number;
  readonly cause: Cause;
}

/** The first of a board, most points first: everybody with more than `floor` points, and some with exactly as many. */
export type BoardTopItem = Key &
  BoardItem & {
    readonly entity: 'BoardTop';
    readonly rows: readonly Row[];
    /** 0 as long as everybody on the board is listed. */
    readonly floor: number;
    /** Version of what was recent when it was written: all rows until then are in it. */
    readonly through: number;
  };

/** A row, and the version of the item with which it came into it. */
export type RecentRow = readonly [...Row, since: number];

/**
 * What has changed since the top was written. Small, so that a score that changes is a write of one unit; once it is
 * full, the top is written with all of it. A row of points below the floor says that its learner has fallen back.
 */
export type BoardRecentItem = Key &
  BoardItem & {
    readonly entity: 'BoardRecent';
    readonly rows: readonly RecentRow[];
    /** From here on changes are kept: the top's, or below while the board is made anew. */
    readonly floor: number;
    /** Id of what makes the board anew. */
    readonly rebuild?: string;
  };

/** What the two items of a board say together. */
export interface Listing {
  /** Most points first. */
  readonly rows: readonly Row[];
  readonly floor: number;
}

/** Of each learner the newest row, in no order. */
export function newest(...lists: readonly (readonly Row[])[]): Row[] {
  const bySub: Record<string, Row> = {};
  lists.flat().forEach((row) => {
    const known = bySub[row[0]];
    if (!known || row[3] >= known[3]) bySub[row[0]] = row;
  });
  return Object.values(bySub);
}

/** As many digits as any number of points, and more. */
const ZEROS = '000000000000';

/** A text that sorts rows by points, the most last, and learners with equally many by their subs. */
function order([sub, , points]: Row): string {
  const digits = `${points}`;
  return `${ZEROS.slice(digits.length)}${digits}#${sub}`;
}

/** Most points first. APPSYNC_JS sorts nothing but texts. */
export function sorted(rows: readonly Row[]): Row[] {
  const byOrder: Record<string, Row> = {};
  const orders = rows.map((row) => {
    byOrder[order(row)] = row;
    return order(row);
  });
  return orders
    .sort()
    .reverse()
    .map((text) => byOrder[text])
    .filter((row) => row !== undefined);
}

/** Rows that are not in the top yet. What is, stays beside it until the next write, so that no reader misses it. */
export function unmerged(top: Pick<BoardTopItem, 'through'> | null, recent: BoardRecentItem | null): RecentRow[] {
  const through = top?.through ?? 0;
  return (recent?.rows ?? []).filter((row) => row[4] > through);
}

/** The board as it stands. Each of its items is null before anybody has points. */
export function listing(top: BoardTopItem | null, recent: BoardRecentItem | null): Listing {
  const floor = top?.floor ?? 0;
  const rows = newest(
    top?.rows ?? [],
    unmerged(top, recent).map(([sub, name, points, version]): Row => [sub, name, points, version]),
  );
  return { rows: sorted(rows.filter(([, , points]) => points > 0 && points >= floor)), floor };
}

/** One more than the number of those with more points: who has equally many shares a rank. */
function rankOf(rows: readonly Row[], points: number): number {
  return 1 + rows.filter((row) => row[2] > points).length;
}

/**
 * Exact for everybody whose points are listed, whether they are or not; else estimated.
 * @param counts null where the board's learners are being counted: then nobody knows by how much the rank may differ
 */
export function standingOf(
  { rows, floor }: Listing,
  counts: Counts | null,
  sub: string,
  points: number,
): LeaderboardStanding {
  const others = rows.filter((row) => row[0] !== sub);
  if (points >= floor) return { rank: rankOf(others, points), points: `${points}`, exact: true, error: 0 };
  if (!counts) return { rank: rankOf(others, points), points: `${points}`, exact: false, error: null };
  const { rank, error } = estimateRank(
    counts,
    points,
    others.map((row) => row[2]),
  );
  return { rank, points: `${points}`, exact: error === 0, error };
}

/** The first of a board. A rank is the place of the first with as many points. */
function entries(rows: readonly Row[], limit: number): LeaderboardEntry[] {
  const shown = rows.slice(0, limit);
  const points = shown.map((row) => row[2]);
  return shown.map((row) => ({
    rank: 1 + points.indexOf(row[2]),
    points: `${row[2]}`,
    user: { id: userId(row[0]), displayName: row[1] },
  }));
}

function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

/** @param own the caller's points on this board */
export function toLeaderboard(board: {
  readonly top: BoardTopItem | null;
  readonly recent: BoardRecentItem | null;
  readonly counts: Counts | null;
  readonly sub: string;
  readonly own: number;
  readonly limit: number;
}): Leaderboard {
  const { top, recent, counts, sub, own, limit } = board;
  const listed = listing(top, recent);
  return {
    items: entries(listed.rows, limit),
    me: own > 0 ? standingOf(listed, counts, sub, own) : null,
    updatedAt: later(top?.updatedAt ?? null, recent?.updatedAt ?? null),
  };
}
