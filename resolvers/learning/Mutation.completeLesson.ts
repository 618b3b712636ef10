import type { Context } from '@aws-appsync/utils';
import type { MutationCompleteLessonArgs, Progress } from '../../generated/schema.ts';
import { standingIn, type EnrollmentItem } from '../../model/enrollment.ts';
import { toProgress } from '../../model/progress.ts';
import type { LearningStash } from '../steps/decide-learning.ts';

export function request() {
  return {};
}

export function response(
  ctx: Context<MutationCompleteLessonArgs, Required<LearningStash>, { result: EnrollmentItem }>,
): Progress {
  const { course } = ctx.stash.learning;
  const enrollment = ctx.prev.result;
  return toProgress(enrollment.learnerId, course.ulid, standingIn(course, enrollment));
}
