import type { Context } from '@aws-appsync/utils';
import type { EnrollmentItem, Removal } from '../../model/enrollment.ts';
import { seatBlockKey } from '../../model/keys.ts';
import { causeOf } from './caller.ts';
import { alone, conditionFailed, standingItem, updateItem } from './transaction.ts';

/**
 * Cancels the enrollment that was read, once, and gives back the seat that it held.
 * @param removal where somebody takes the learner out; it may then be canceled already
 */
export function cancelEnrollment(ctx: Context, enrollment: EnrollmentItem, removal: Removal | null) {
  const cause = causeOf(ctx);
  const isLive = enrollment.status !== 'CANCELED';
  const cancel = updateItem(
    ctx,
    enrollment,
    {
      expression: `SET #status = :canceled, #cause = :cause${removal ? ', #removal = :removal' : ''} REMOVE #seatBlock`,
      names: {
        '#status': 'status',
        '#cause': 'cause',
        '#seatBlock': 'seatBlock',
        ...(removal ? { '#removal': 'removal' } : {}),
      },
      values: { ':canceled': 'CANCELED', ':cause': cause, ...(removal ? { ':removal': removal } : {}) },
    },
    {
      expression: isLive
        ? '#status <> :canceled AND #enrolledAt = :enrolledAt'
        : '#status = :canceled AND #enrolledAt = :enrolledAt AND attribute_not_exists(#removal)',
      names: { '#status': 'status', '#enrolledAt': 'enrolledAt', ...(isLive ? {} : { '#removal': 'removal' }) },
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

/** The enrollment as it stands where it has changed since it was read; undefined where it has not. */
export function changedMeanwhile(ctx: Context): EnrollmentItem | null | undefined {
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') return ctx.result as EnrollmentItem | null;
  return conditionFailed(ctx, 0) ? standingItem<EnrollmentItem>(ctx, 0) : undefined;
}
