import { BOARD_ROWS, MIN_ROWS, newest, sorted, type Listing, type Row } from '../../../model/board.ts';

/** A learner's points on a board before and after a change. */
export interface Score {
  readonly sub: string;
  readonly before: number;
  readonly after: number;
  /** Of the points after it. */
  readonly version: number;
}

/** As many rows as fit into 1 KB: a write of one unit. */
export const RECENT_ROWS = 12;

/**
 * Whether a change may be seen on a board: of those who were below the floor and stay there none is listed, and of those
 * with exactly as many points some are enough.
 */
export function mayBeListed(floor: number, { before, after }: Pick<Score, 'before' | 'after'>): boolean {
  if (floor > 0 && before < floor) return after > floor;
  return before > 0 || after > 0;
}

/** The first of a board, of all these rows. What does not fit raises the floor. */
export function firstOf(rows: readonly Row[], floor: number): Listing {
  const live = sorted(newest(rows).filter(([, , points]) => points > 0 && points >= floor));
  const cut = live[BOARD_ROWS];
  return { rows: live.slice(0, BOARD_ROWS), floor: cut ? Math.max(floor, cut[2]) : floor };
}

/** Rows that the top does not hold yet: the others need not be kept beside it. */
export function notIn(top: Listing, rows: readonly Row[]): Row[] {
  const held = new Map(top.rows.map((row) => [row[0], row]));
  return rows.filter((row) => {
    const [sub, name, points, version] = row;
    const same = held.get(sub);
    if (same) return same[3] < version || (same[3] === version && same[1] !== name);
    return points > 0 && points >= top.floor && !(top.floor > 0 && points === top.floor);
  });
}

/** Whether so many have fallen back that somebody is missing. */
export function isTooShort({ rows, floor }: Listing): boolean {
  return floor > 0 && rows.length < MIN_ROWS;
}
