import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationUpdateCourseArgs } from '../../generated/schema.ts';
import { seatBlockKey } from '../../model/keys.ts';
import type { SeatBlock } from '../../model/seats.ts';
import { changesCapacity, countsSeats, type CapacityStash } from '../steps/capacity.ts';
import { courseOf, isRepeated } from '../steps/editing.ts';
import { orError } from '../steps/or-error.ts';

type SeatsContext = Context<MutationUpdateCourseArgs, CapacityStash>;

/** Where are seats taken? Only who changes a capacity that learners count on pays for the question. */
export function request(ctx: SeatsContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const { input } = ctx.args;
  ctx.stash.blocks = null;
  const asks = input.capacity && course.capacity && changesCapacity(course, input) && countsSeats(course);
  if (!asks || isRepeated(ctx, course)) runtime.earlyReturn(null);
  return {
    operation: 'Query',
    query: {
      expression: 'pk = :seats',
      expressionValues: util.dynamodb.toMapValues({ ':seats': seatBlockKey(course.ulid, 0).pk }),
    },
    consistentRead: true,
  };
}

export function response(ctx: SeatsContext): null {
  orError(ctx);
  ctx.stash.blocks = (ctx.result as { items: SeatBlock[] }).items;
  return null;
}
