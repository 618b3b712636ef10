import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationUnenrollArgs } from '../../generated/schema.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';
import { rateLimited } from '../../model/errors.ts';
import { seatBlockKey } from '../../model/keys.ts';
import { causeOf } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { alone, conditionFailed, standingItem, updateItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationUnenrollArgs, object, { result: EnrollmentItem }>;

/** Cancels the enrollment that was read, once, and gives back the seat that it held. */
export function request(ctx: WriteContext) {
  const enrollment = ctx.prev.result;
  if (enrollment.status === 'CANCELED') runtime.earlyReturn(enrollment);
  const cause = causeOf(ctx);
  const cancel = updateItem(
    ctx,
    enrollment,
    {
      expression: 'SET #status = :canceled, #cause = :cause REMOVE #seatBlock',
      names: { '#status': 'status', '#cause': 'cause', '#seatBlock': 'seatBlock' },
      values: { ':canceled': 'CANCELED', ':cause': cause },
    },
    {
      expression: '#status <> :canceled AND #enrolledAt = :enrolledAt',
      names: { '#status': 'status', '#enrolledAt': 'enrolledAt' },
      values: { ':canceled': 'CANCELED', ':enrolledAt': enrollment.enrolledAt },
    },
  );
  const { seatBlock } = enrollment;
  if (seatBlock === undefined) return alone(cancel);
  const giveBack = updateItem(
    ctx,
    seatBlockKey(enrollment.courseUlid, seatBlock),
    {
      expression: 'SET #taken = #taken - :one, #cause = :cause',
      names: { '#taken': 'taken', '#cause': 'cause' },
      values: { ':one': 1, ':cause': cause },
    },
    { expression: '#taken > :none', names: { '#taken': 'taken' }, values: { ':none': 0 } },
  );
  return { operation: 'TransactWriteItems', transactItems: [cancel, giveBack] };
}

export function response(ctx: WriteContext): EnrollmentItem {
  const failedAlone = ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException';
  if (failedAlone || conditionFailed(ctx, 0)) {
    const standing = failedAlone ? (ctx.result as EnrollmentItem | null) : standingItem<EnrollmentItem>(ctx, 0);
    // The same call at the same time, or a lost answer's retry. Enrolled anew since it was read: the next call decides.
    if (standing?.status === 'CANCELED') return standing;
    refuseIf(rateLimited());
  }
  orError(ctx);
  return { ...ctx.prev.result, status: 'CANCELED' };
}
