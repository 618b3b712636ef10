import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationEnrollArgs } from '../../generated/schema.ts';
import type { CourseItem } from '../../model/course.ts';
import { seatBlockKey } from '../../model/keys.ts';
import { openBlocks, type SeatBlock } from '../../model/seats.ts';
import type { EnrollStash } from '../steps/enrolling.ts';
import { orError } from '../steps/or-error.ts';

type SeatsContext = Context<MutationEnrollArgs, EnrollStash>;

/** Where are seats free? Only a course with a capacity pays for the question. */
export function request(ctx: SeatsContext) {
  const { course, enrollment } = ctx.stash;
  if (enrollment || !course?.capacity) {
    runtime.earlyReturn(null);
    return null;
  }
  return {
    operation: 'Query',
    query: {
      expression: 'pk = :seats',
      expressionValues: util.dynamodb.toMapValues({ ':seats': seatBlockKey(course.ulid, 0).pk }),
    },
    consistentRead: true,
  };
}

/** Callers who come at once choose at random, so that few choose the same block. */
export function response(ctx: SeatsContext): null {
  orError(ctx);
  const course = ctx.stash.course as CourseItem;
  const read = (ctx.result as { items: SeatBlock[] }).items;
  const open = openBlocks(course.capacity ?? 0, course.seatBlocks ?? 0, read);
  ctx.stash.full = open.length === 0;
  // Whether AWS includes the upper bound is not written: the remainder is a valid index either way.
  const random: number = util.math.randomWithinRange(0, open.length);
  ctx.stash.seatBlock = ctx.stash.full ? null : (open[random % open.length] ?? null);
  return null;
}
