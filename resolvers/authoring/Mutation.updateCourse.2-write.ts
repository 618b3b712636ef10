import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationUpdateCourseArgs, UpdateCourseInput } from '../../generated/schema.ts';
import type { CourseItem } from '../../model/course.ts';
import { conflict, type Fault } from '../../model/errors.ts';
import { seatBlockKey } from '../../model/keys.ts';
import { blocksAfter, seatsTaken, sharedSeats, type SeatBlock } from '../../model/seats.ts';
import { isGiven } from '../../model/validation.ts';
import { changesCapacity, countsSeats, type CapacityStash } from '../steps/capacity.ts';
import { causeOf } from '../steps/caller.ts';
import {
  courseOf,
  courseWrites,
  isOvertaken,
  isRepeated,
  stale,
  succeed,
  type CourseChanges,
} from '../steps/editing.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { updateItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationUpdateCourseArgs, CapacityStash>;

/** What the input asks for. Null takes away what may be absent; of what may not, it says nothing. */
function changesOf(course: CourseItem, input: UpdateCourseInput): CourseChanges {
  const { title, subtitle, category, level, capacity } = input;
  const seats = capacity ? { capacity, seatBlocks: blocksAfter(capacity, blocksOf(course)) } : NO_SEATS;
  return {
    ...(title ? { title: title.trim() } : {}),
    ...(isGiven(input, 'subtitle') ? { subtitle: subtitle ? subtitle.trim() : null } : {}),
    ...(category ? { category: category.trim() } : {}),
    ...(level ? { level } : {}),
    ...(changesCapacity(course, input) ? seats : {}),
  };
}

const NO_SEATS = { capacity: null, seatBlocks: null };

/** Blocks that have counted seats. */
function blocksOf(course: CourseItem): number {
  return countsSeats(course) ? (course.seatBlocks ?? 0) : 0;
}

/** Whether the course already says all of it. */
function saysThat(course: CourseItem, changes: CourseChanges): boolean {
  return (Object.keys(changes) as (keyof CourseChanges)[]).every((name) => changes[name] === (course[name] ?? null));
}

/** Why the course can't have that many seats, or null. */
function tooFew(course: CourseItem, input: UpdateCourseInput, blocks: readonly SeatBlock[]): Fault | null {
  const { capacity } = input;
  if (course.draft && changesCapacity(course, input)) {
    return conflict('Seats are no part of a draft. Change `capacity` of the published course: that is live at once.');
  }
  if (!capacity || !changesCapacity(course, input) || !countsSeats(course)) return null;
  if (!course.capacity) {
    return conflict('The seats of a course that was published without a limit are not counted, so it can get none.');
  }
  const taken = seatsTaken(blocks);
  if (capacity >= taken) return null;
  return conflict(`${taken} seats are taken. Give \`capacity\` at least as many, or wait until learners leave.`);
}

/** Each block of seats gets the number that it shall hold, as long as not more of them have been taken meanwhile. */
function seatWrites(ctx: WriteContext, course: CourseItem, capacity: number, blocks: readonly SeatBlock[]) {
  const cause = causeOf(ctx);
  return sharedSeats(capacity, blocksAfter(capacity, blocksOf(course)), blocks).map((seats, block) =>
    updateItem(
      ctx,
      seatBlockKey(course.ulid, block),
      {
        expression:
          'SET #entity = :entity, #v = :one, #block = :block, #seats = :seats, #cause = :cause, ' +
          '#taken = if_not_exists(#taken, :none)',
        names: {
          '#entity': 'entity',
          '#v': 'v',
          '#block': 'block',
          '#seats': 'seats',
          '#cause': 'cause',
          '#taken': 'taken',
        },
        values: { ':entity': 'SeatBlock', ':one': 1, ':block': block, ':seats': seats, ':cause': cause, ':none': 0 },
      },
      {
        expression: 'attribute_not_exists(#taken) OR #taken <= :most',
        names: { '#taken': 'taken' },
        values: { ':most': seats },
      },
    ),
  );
}

/** The course and its copies; with another capacity also the blocks of seats: at most 73 items. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const { input } = ctx.args;
  const changes = changesOf(course, input);
  if (isRepeated(ctx, course) && saysThat(course, changes)) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  const { blocks } = ctx.stash;
  refuseIf(stale(ctx, course) ?? tooFew(course, input, blocks ?? []));
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      ...courseWrites(ctx, course, changes),
      ...(blocks && input.capacity ? seatWrites(ctx, course, input.capacity, blocks) : []),
    ],
  };
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
