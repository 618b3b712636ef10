import type { Context } from '@aws-appsync/utils';
import type { MutationSaveLessonPositionArgs, Progress, SaveLessonPositionInput } from '../../generated/schema.ts';
import { standingIn, type EnrollmentItem } from '../../model/enrollment.ts';
import { invalid, type Fault } from '../../model/errors.ts';
import { MAX_DURATION_SECONDS } from '../../model/lesson.ts';
import { toProgress } from '../../model/progress.ts';
import { firstOf, line, range } from '../../model/validation.ts';
import type { LearningStash } from '../steps/decide-learning.ts';
import { refuseIf } from '../steps/refuse.ts';

type PositionContext = Context<MutationSaveLessonPositionArgs, Required<LearningStash>, { result: EnrollmentItem }>;

/** Half a year: a time before 2001 has no milliseconds that are compared right. */
const MAX_AGE_SECONDS = 15_552_000;
const MAX_PARTS = 20;

function refusedWatched({ watched }: SaveLessonPositionInput): Fault | null {
  const parts = watched ?? [];
  if (parts.length > MAX_PARTS) {
    return invalid('watched', 'length', `Put no more than ${MAX_PARTS} stretches into one report.`);
  }
  const isWrong = parts.some(({ fromSeconds, toSeconds }) => {
    return fromSeconds < 0 || toSeconds <= fromSeconds || toSeconds > MAX_DURATION_SECONDS;
  });
  if (!isWrong) return null;
  return invalid('watched', 'range', `End each stretch after it begins, from 0 to ${MAX_DURATION_SECONDS} seconds.`);
}

function refusedDevice({ deviceId, sequence }: SaveLessonPositionInput): Fault | null {
  const isWhole = (deviceId ?? null) === null ? (sequence ?? null) === null : (sequence ?? null) !== null;
  if (isWhole) return null;
  return invalid('sequence', 'together', 'Give `deviceId` and `sequence` together, or neither.');
}

export function request(ctx: PositionContext) {
  const { input } = ctx.args;
  refuseIf(
    firstOf([
      range('positionSeconds', input.positionSeconds, 0, MAX_DURATION_SECONDS),
      range('agoSeconds', input.agoSeconds, 0, MAX_AGE_SECONDS),
      range('sequence', input.sequence, 0, 2_147_483_647),
      line('deviceId', input.deviceId, 1, 64),
      refusedDevice(input),
      refusedWatched(input),
    ]),
  );
  return {};
}

export function response(ctx: PositionContext): Progress {
  const { course } = ctx.stash.learning;
  const enrollment = ctx.prev.result;
  return toProgress(enrollment.learnerId, course.ulid, standingIn(course, enrollment));
}
