import { DateTime } from 'luxon';
import { COURSE_BOARD, courseBoard, GLOBAL_BOARD, WEEK_BOARD, weekBoard } from '../../../model/keys.ts';
import { COURSE_POINTS, WEEK_POINTS, type PointsItem } from '../../../model/points.ts';
import { weekOf, WEEK_SECONDS } from '../../../model/week.ts';

/** A week's board is kept for so long after its week. */
const KEPT_SECONDS = 60 * 86_400;

/** Which attribute of a learner's points counts on a board. */
export function scoreName(board: string): string {
  if (board.startsWith(WEEK_BOARD)) return `${WEEK_POINTS}${board.slice(WEEK_BOARD.length)}`;
  return board.startsWith(COURSE_BOARD) ? `${COURSE_POINTS}${board.slice(COURSE_BOARD.length)}` : 'total';
}

export type Scores = Pick<PointsItem, 'total'>;

/** A learner's points by board; 0 on boards that they have been on and are no more. */
export function scoresOf(points: Scores | undefined): ReadonlyMap<string, number> {
  const scores = new Map<string, number>();
  for (const [name, score] of Object.entries(points ?? {})) {
    const board = boardOf(name);
    if (board) scores.set(board, Number(score));
  }
  return scores;
}

function boardOf(name: string): string | null {
  if (name === 'total') return GLOBAL_BOARD;
  if (name.startsWith(WEEK_POINTS)) return weekBoard(name.slice(WEEK_POINTS.length));
  return name.startsWith(COURSE_POINTS) ? courseBoard(name.slice(COURSE_POINTS.length)) : null;
}

/** The oldest week that points are kept of by week: the one before. */
export function oldestWeek(seconds: number): string {
  return weekOf(seconds - WEEK_SECONDS);
}

/**
 * Whether nothing is changed any more on a board: points of older weeks are not kept, which is no loss of points.
 * @param seconds since the epoch, when points changed
 */
export function isClosed(board: string, seconds: number): boolean {
  return board.startsWith(WEEK_BOARD) && board < weekBoard(oldestWeek(seconds));
}

/** When a board is forgotten, in seconds since the epoch; undefined for one that stays. */
export function boardExpiry(board: string): number | undefined {
  if (!board.startsWith(WEEK_BOARD)) return undefined;
  const monday = DateTime.fromISO(board.slice(WEEK_BOARD.length), { zone: 'utc' });
  return Math.floor(monday.toSeconds()) + WEEK_SECONDS + KEPT_SECONDS;
}
