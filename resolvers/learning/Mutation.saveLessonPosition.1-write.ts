import type { Context, DynamoDBPutItemRequest } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationSaveLessonPositionArgs } from '../../generated/schema.ts';
import { lessonIn } from '../../model/course.ts';
import { newPosition } from '../../model/position.ts';
import { range } from '../../model/validation.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import type { LearningStash } from '../steps/decide-learning.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { attributesOf, keyOf } from '../steps/table.ts';

type WriteContext = Context<MutationSaveLessonPositionArgs, Required<LearningStash>>;

/** The last report stands. */
export function request(ctx: WriteContext): DynamoDBPutItemRequest {
  const { course, lessonUlid } = ctx.stash.learning;
  const { positionSeconds } = ctx.args.input;
  const duration = lessonIn(course, lessonUlid)?.durationSeconds;
  if (duration) refuseIf(range('positionSeconds', positionSeconds, 0, duration));
  const position = newPosition({
    sub: signedInSub(ctx),
    courseUlid: course.ulid,
    lessonUlid,
    positionSeconds,
    now: util.time.nowISO8601(),
    cause: causeOf(ctx),
  });
  return { operation: 'PutItem', key: keyOf(position), attributeValues: attributesOf(position) };
}

export function response(ctx: WriteContext): unknown {
  orError(ctx);
  return ctx.result;
}
