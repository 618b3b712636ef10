import { BOARD_ROWS, MIN_ROWS, sorted, type Listing, type Row } from '../../../model/board.ts';

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

/** While a board is made anew nothing goes into the top: this is more than changes in that time. */
export const RECENT_ROWS_IN_REBUILD = 1_000;

/**
 * Whether a change may be seen on a board: of those who were below the floor and stay there none is listed, and of those
 * with exactly as many points some are enough.
 */
export function mayBeListed(floor: number, { before, after }: Pick<Score, 'before' | 'after'>): boolean {
  if (floor > 0 && before < floor) return after > floor;
  return before > 0 || after > 0;
}

/** The first of a board, of all these learners' rows. What does not fit raises the floor. */
export function firstOf(rows: readonly Row[], floor: number): Listing {
  const live = sorted(rows.filter(([, , points]) => points > 0 && points >= floor));
  const cut = live[BOARD_ROWS];
  return { rows: live.slice(0, BOARD_ROWS), floor: cut ? Math.max(floor, cut[2]) : floor };
}

/** Whether so many have fallen back that somebody is missing. */
export function isTooShort({ rows, floor }: Listing): boolean {
  return floor > 0 && rows.length < MIN_ROWS;
}
