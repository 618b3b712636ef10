import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import { notEarned } from '../../model/completion.ts';
import { isLive, isSettled, standingIn, type EnrollmentItem } from '../../model/enrollment.ts';
import { notFound, rateLimited } from '../../model/errors.ts';
import type { LearningStash } from './decide-learning.ts';
import { orError } from './or-error.ts';
import { denyIf } from './deny.ts';
import { refuseIf } from './refuse.ts';
import { settle } from './settle.ts';

type WriteContext = Context<unknown, LearningStash & Required<Pick<LearningStash, 'learning'>>>;

/** Adds the lesson to what is completed. Two devices may do so at once: each adds its own, neither fails. */
export function request(ctx: WriteContext): DynamoDBUpdateItemRequest {
  const { course, enrollment, lesson, position } = ctx.stash.learning;
  const isDone = !!enrollment.completedLessons[lesson.ulid];
  if (ctx.info.fieldName === 'saveLessonPosition') {
    if (isDone || !ctx.stash.earned) runtime.earlyReturn(enrollment);
  } else if (!isDone) denyIf(ctx, notEarned(lesson, position));
  const at = util.time.nowEpochSeconds();
  const completedLessons = { [lesson.ulid]: at, ...enrollment.completedLessons };
  const standing = standingIn(course, { completedLessons });
  if (isDone && isSettled(enrollment, standing)) runtime.earlyReturn(enrollment);
  ctx.stash.completing = true;
  return settle(ctx, enrollment, course, standing, {
    set: ', #lessons.#lesson = if_not_exists(#lessons.#lesson, :at)',
    names: { '#lessons': 'completedLessons', '#lesson': lesson.ulid },
    values: { ':at': at },
  });
}

export function response(ctx: WriteContext): EnrollmentItem {
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') {
    // The outline that was read is behind the one that the job has gone by: the next call reads that.
    if (isLive(ctx.result as EnrollmentItem | null)) refuseIf(rateLimited());
    // Canceled since it was read: for its learner it is gone.
    denyIf(ctx, notFound('lesson'));
  }
  orError(ctx);
  return ctx.result as EnrollmentItem;
}
