import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import { isSettled, standingIn, type EnrollmentItem } from '../../model/enrollment.ts';
import type { LearningStash } from './decide-learning.ts';
import { orError } from './or-error.ts';
import { settle } from './settle.ts';

type SettleContext = Context<
  unknown,
  LearningStash & Required<Pick<LearningStash, 'learning'>>,
  { result: EnrollmentItem }
>;

/**
 * Another device completed a lesson between our read and our write, so what was derived is behind: derived again from
 * what the write returned. Whoever wrote last sees everything, so the copies always end right.
 */
export function request(ctx: SettleContext): DynamoDBUpdateItemRequest {
  const { course } = ctx.stash.learning;
  const enrollment = ctx.prev.result;
  const at = standingIn(course, enrollment);
  if (!ctx.stash.completing || isSettled(enrollment, at)) runtime.earlyReturn(enrollment);
  return settle(ctx, enrollment, course, at, {
    condition: ' AND size(#lessons) = :lessons',
    names: { '#lessons': 'completedLessons' },
    values: { ':lessons': Object.keys(enrollment.completedLessons).length },
  });
}

export function response(ctx: SettleContext): EnrollmentItem {
  // A later completion has overtaken this one and settles the enrollment itself.
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') return ctx.prev.result;
  orError(ctx);
  return ctx.result as EnrollmentItem;
}
