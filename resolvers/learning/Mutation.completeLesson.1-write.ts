import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationCompleteLessonArgs } from '../../generated/schema.ts';
import { isSettled, standingIn, type EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import type { LearningStash } from '../steps/decide-learning.ts';
import { orError } from '../steps/or-error.ts';
import { denyIf } from '../steps/deny.ts';
import { settle } from '../steps/settle.ts';

type WriteContext = Context<MutationCompleteLessonArgs, Required<LearningStash>>;

/** Adds the lesson to what is completed. Two devices may do so at once: each adds its own, neither fails. */
export function request(ctx: WriteContext): DynamoDBUpdateItemRequest {
  const { course, enrollment, lessonUlid } = ctx.stash.learning;
  const at = util.time.nowEpochSeconds();
  const completedLessons = { [lessonUlid]: at, ...enrollment.completedLessons };
  const standing = standingIn(course, { completedLessons });
  if (enrollment.completedLessons[lessonUlid] && isSettled(enrollment, standing)) runtime.earlyReturn(enrollment);
  return settle(ctx, enrollment, course, standing, {
    set: ', #lessons.#lesson = if_not_exists(#lessons.#lesson, :at)',
    names: { '#lessons': 'completedLessons', '#lesson': lessonUlid },
    values: { ':at': at },
  });
}

export function response(ctx: WriteContext): EnrollmentItem {
  // Canceled since it was read: for its learner it is gone.
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') denyIf(ctx, notFound('lesson'));
  orError(ctx);
  return ctx.result as EnrollmentItem;
}
