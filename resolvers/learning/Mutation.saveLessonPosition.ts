import type { Context } from '@aws-appsync/utils';
import type { MutationSaveLessonPositionArgs, Progress } from '../../generated/schema.ts';
import { standingIn } from '../../model/enrollment.ts';
import { MAX_DURATION_SECONDS } from '../../model/lesson.ts';
import { toProgress } from '../../model/progress.ts';
import { range } from '../../model/validation.ts';
import type { LearningStash } from '../steps/decide-learning.ts';
import { refuseIf } from '../steps/refuse.ts';

type PositionContext = Context<MutationSaveLessonPositionArgs, Required<LearningStash>>;

export function request(ctx: PositionContext) {
  refuseIf(range('positionSeconds', ctx.args.input.positionSeconds, 0, MAX_DURATION_SECONDS));
  return {};
}

export function response(ctx: PositionContext): Progress {
  const { course, enrollment } = ctx.stash.learning;
  return toProgress(enrollment.learnerId, course.ulid, standingIn(course, enrollment));
}
