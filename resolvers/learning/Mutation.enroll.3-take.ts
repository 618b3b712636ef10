import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { MutationEnrollArgs } from '../../generated/schema.ts';
import { enrolled, isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { conflict } from '../../model/errors.ts';
import { enrollmentKey, seatBlockKey } from '../../model/keys.ts';
import { HAS_FREE_SEAT, seatsIn } from '../../model/seats.ts';
import type { CourseItem } from '../../model/course.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import type { EnrollStash } from '../steps/enrolling.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { alone, conditionFailed, lostRace, putItem, standingItem, updateItem } from '../steps/transaction.ts';

type TakeContext = Context<MutationEnrollArgs, EnrollStash>;

/** The enrollment must still be what was read: none, or the canceled one. */
function unchanged(before: EnrollmentItem | null | undefined) {
  if (!before) return { expression: 'attribute_not_exists(pk)' };
  return {
    expression: '#status = :canceled AND #enrolledAt = :enrolledAt AND attribute_not_exists(#removal)',
    names: { '#status': 'status', '#enrolledAt': 'enrolledAt', '#removal': 'removal' },
    values: { ':canceled': 'CANCELED', ':enrolledAt': before.enrolledAt },
  };
}

function takeSeat(ctx: TakeContext, course: CourseItem, block: number) {
  return updateItem(
    ctx,
    seatBlockKey(course.ulid, block),
    {
      expression: 'SET #entity = :entity, #v = :one, #block = :block, #cause = :cause ADD #taken :one',
      names: { '#entity': 'entity', '#v': 'v', '#block': 'block', '#cause': 'cause', '#taken': 'taken' },
      values: { ':entity': 'SeatBlock', ':block': block, ':cause': causeOf(ctx), ':one': 1 },
    },
    {
      ...HAS_FREE_SEAT,
      values: { ':seats': seatsIn(block, course.capacity ?? 0, course.seatBlocks ?? 1) },
    },
  );
}

/**
 * One item for a course without a capacity; with one, the enrollment and its seat, or neither. Of a full course only
 * whether one of its seats is the learner's.
 */
export function request(ctx: TakeContext) {
  const { course, enrollment, before } = ctx.stash;
  if (enrollment || !course) {
    runtime.earlyReturn(null);
    return null;
  }
  const sub = signedInSub(ctx);
  if (ctx.stash.full) return get({ key: enrollmentKey(sub, course.ulid), consistentRead: true });
  const seatBlock = ctx.stash.seatBlock ?? null;
  // Never without a seat where seats are counted.
  if (course.capacity && seatBlock === null) runtime.earlyReturn(null);
  const written = enrolled({
    sub,
    course,
    before: before ?? null,
    seatBlock,
    now: util.time.nowISO8601(),
    cause: causeOf(ctx),
  });
  ctx.stash.written = written;
  const put = putItem(ctx, written, unchanged(before));
  if (seatBlock !== null) {
    return { operation: 'TransactWriteItems', transactItems: [put, takeSeat(ctx, course, seatBlock)] };
  }
  return alone(put);
}

/** The same learner may have enrolled meanwhile: theirs is the answer. A lost seat leaves the next attempt to decide. */
export function response(ctx: TakeContext): null {
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') {
    return answerWith(ctx, ctx.result as EnrollmentItem | null);
  }
  if (conditionFailed(ctx, 0)) return answerWith(ctx, standingItem<EnrollmentItem>(ctx, 0));
  if (conditionFailed(ctx, 1) || lostRace(ctx)) return null;
  orError(ctx);
  if (ctx.stash.full) {
    answerWith(ctx, ctx.result as EnrollmentItem | null);
    if (!ctx.stash.enrollment) refuseIf(conflict('The course is full.'));
    return null;
  }
  if (ctx.stash.written) ctx.stash.enrollment = ctx.stash.written;
  return null;
}

function answerWith(ctx: TakeContext, standing: EnrollmentItem | null): null {
  if (isLive(standing)) ctx.stash.enrollment = standing;
  return null;
}
