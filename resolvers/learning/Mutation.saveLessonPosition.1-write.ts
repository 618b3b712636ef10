import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationSaveLessonPositionArgs } from '../../generated/schema.ts';
import { isEarned } from '../../model/completion.ts';
import { rateLimited, tooEarly } from '../../model/errors.ts';
import { learningBucket, positionKey } from '../../model/keys.ts';
import { effectOf, isNews, type PositionItem, type ReportEffect } from '../../model/position.ts';
import { range } from '../../model/validation.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import type { LearningStash } from '../steps/decide-learning.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { keyOf } from '../steps/table.ts';

type WriteContext = Context<
  MutationSaveLessonPositionArgs,
  LearningStash & Required<Pick<LearningStash, 'learning'>> & { effect: ReportEffect }
>;

const TOO_MUCH = 'More is reported as watched than can have been since the lesson was opened: report it again later.';

/** Adds what the report says to what others have said: to sets that only grow, and to its device's own register. */
export function request(ctx: WriteContext) {
  const { lesson, enrollment, position } = ctx.stash.learning;
  const { input } = ctx.args;
  const { completion, durationSeconds } = lesson;
  if (durationSeconds) refuseIf(range('positionSeconds', input.positionSeconds, 0, durationSeconds));
  const isDone = !!enrollment.completedLessons[lesson.ulid];
  const counts = completion?.rule === 'TIME' && !isDone && !isEarned(lesson, position);
  const nowMs = util.time.nowEpochMilliSeconds();
  const effect = effectOf(position, input, { ...(durationSeconds ? { durationSeconds } : {}), counts }, nowMs);
  ctx.stash.effect = effect;
  ctx.stash.earned = isEarned(lesson, position);
  if (!isNews(effect)) runtime.earlyReturn(position);
  if (effect.tooMuch) refuseIf(tooEarly(TOO_MUCH));
  if (effect.tooOften) refuseIf(rateLimited());
  return update(ctx, effect, nowMs);
}

function update(ctx: WriteContext, effect: ReportEffect, nowMs: number) {
  const { course, lesson } = ctx.stash.learning;
  const { report, forgotten, watched, spent } = effect;
  const sub = signedInSub(ctx);
  const adds = [...(watched.length > 0 ? ['#watched :watched'] : []), ...(spent.length > 0 ? ['#spent :spent'] : [])];
  return {
    operation: 'UpdateItem',
    key: keyOf(positionKey(sub, course.ulid, lesson.ulid)),
    update: {
      expression:
        'SET #entity = :entity, #v = :v, #learning = :learning, #cause = :cause, #heardAt = :now, ' +
        '#openedAt = if_not_exists(#openedAt, :now), #halfMinute = :halfMinute, #reports = :reports' +
        (report ? ', #device = :report' : '') +
        (forgotten ? ' REMOVE #forgotten' : '') +
        (adds.length > 0 ? ` ADD ${adds.join(', ')}` : ''),
      expressionNames: {
        '#entity': 'entity',
        '#v': 'v',
        '#learning': 'learning',
        '#cause': 'cause',
        '#heardAt': 'heardAt',
        '#openedAt': 'openedAt',
        '#halfMinute': 'halfMinute',
        '#reports': 'reports',
        ...(report ? { '#device': effect.device } : {}),
        ...(forgotten ? { '#forgotten': forgotten } : {}),
        ...(watched.length > 0 ? { '#watched': 'watched' } : {}),
        ...(spent.length > 0 ? { '#spent': 'spent' } : {}),
      },
      expressionValues: {
        ...util.dynamodb.toMapValues({
          ':entity': 'Position',
          ':v': 2,
          ':learning': learningBucket(course.ulid, sub),
          ':cause': causeOf(ctx),
          ':now': Math.floor(nowMs / 1000),
          ':halfMinute': effect.halfMinute,
          ':reports': effect.reports,
          ...(report ? { ':report': report } : {}),
        }),
        ...(watched.length > 0 ? { ':watched': util.dynamodb.toNumberSet(watched) } : {}),
        ...(spent.length > 0 ? { ':spent': util.dynamodb.toNumberSet(spent) } : {}),
      },
    },
    ...(report
      ? {
          condition: {
            expression: 'attribute_not_exists(#device) OR #device.#sequence < :sequence',
            expressionNames: { '#device': effect.device, '#sequence': 'sequence' },
            expressionValues: util.dynamodb.toMapValues({ ':sequence': report.sequence }),
          },
        }
      : {}),
  };
}

export function response(ctx: WriteContext): PositionItem {
  // The same report, or a later one of the same device, has come meanwhile.
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') return overtaken(ctx);
  orError(ctx);
  return judged(ctx);
}

/** What else this report says must not be lost. */
function overtaken(ctx: WriteContext): PositionItem {
  const { watched = [] } = ctx.result as PositionItem;
  if (ctx.stash.effect.watched.some((start) => !watched.includes(start))) refuseIf(rateLimited());
  return judged(ctx);
}

function judged(ctx: WriteContext): PositionItem {
  const position = ctx.result as PositionItem;
  ctx.stash.earned = isEarned(ctx.stash.learning.lesson, position);
  return position;
}
