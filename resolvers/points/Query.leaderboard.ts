import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { Leaderboard, QueryLeaderboardArgs } from '../../generated/schema.ts';
import { toLeaderboard, type BoardRecentItem, type BoardTopItem } from '../../model/board.ts';
import { invalid, notFound } from '../../model/errors.ts';
import { wholeCounts, type HistogramItem } from '../../model/histogram.ts';
import { courseUlidOf } from '../../model/ids.ts';
import {
  boardHistogramKey,
  boardRecentKey,
  boardTopKey,
  courseBoard,
  GLOBAL_BOARD,
  pointsKey,
  weekBoard,
} from '../../model/keys.ts';
import { pointsInCourse, pointsInWeek, type PointsItem } from '../../model/points.ts';
import { DEFAULT_LIMIT, pageLimit } from '../../model/validation.ts';
import { weekOf } from '../../model/week.ts';
import { denyIf } from '../steps/deny.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type BoardContext = Context<QueryLeaderboardArgs>;

function presentWeek(): string {
  return weekOf(util.time.nowEpochSeconds());
}

function courseUlid(ctx: BoardContext): string {
  return courseUlidOf(ctx.args.courseId ?? '') ?? '';
}

function keysFor(ctx: BoardContext) {
  const { scope } = ctx.args;
  const board =
    scope === 'COURSE' ? courseBoard(courseUlid(ctx)) : scope === 'WEEK' ? weekBoard(presentWeek()) : GLOBAL_BOARD;
  return {
    top: boardTopKey(board),
    recent: boardRecentKey(board),
    histogram: boardHistogramKey(board),
    own: pointsKey(signedInSub(ctx)),
  };
}

function ownPoints(ctx: BoardContext, points: PointsItem | null): number {
  const { scope } = ctx.args;
  if (scope === 'COURSE') return pointsInCourse(points, courseUlid(ctx));
  return scope === 'WEEK' ? pointsInWeek(points, presentWeek()) : (points?.total ?? 0);
}

/** The board and the caller's own points, in one request, however many learners there are. */
export function request(ctx: BoardContext) {
  const { scope, courseId, limit } = ctx.args;
  refuseIf(pageLimit(limit));
  if (scope === 'COURSE' && !courseId) {
    refuseIf(invalid('courseId', 'required', 'Say by `courseId` which course the board is of.'));
  }
  if (scope === 'COURSE' && !courseUlid(ctx)) denyIf(ctx, notFound('course'));
  return readItems(ctx, Object.values(keysFor(ctx)), false);
}

export function response(ctx: BoardContext): Leaderboard {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  return toLeaderboard({
    top: pick<BoardTopItem>(items, keys.top),
    recent: pick<BoardRecentItem>(items, keys.recent),
    counts: wholeCounts(pick<HistogramItem>(items, keys.histogram)),
    sub: signedInSub(ctx),
    own: ownPoints(ctx, pick<PointsItem>(items, keys.own)),
    limit: ctx.args.limit ?? DEFAULT_LIMIT,
  });
}
