import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationPublishDraftArgs } from '../../generated/schema.ts';
import { LIVE_HAS_CHANGED } from '../../model/course-draft.ts';
import { conflict } from '../../model/errors.ts';
import { courseKey } from '../../model/keys.ts';
import { courseOf, courseWrites, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { keyOf, tableName } from '../steps/table.ts';
import { conditionFailed } from '../steps/transaction.ts';

type WriteContext = Context<MutationPublishDraftArgs, EditStash>;

/** From now on nobody changes the draft; its event has it go live. The published course must be as it was. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const { draft } = course;
  if (isRepeated(ctx, course) && draft?.state === 'GOING_LIVE') {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  refuseIf(stale(ctx, course));
  if (!draft) {
    refuseIf(conflict('This is no draft of a published course. Open one with `openDraft`.'));
    return null;
  }
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      ...courseWrites(ctx, course, { draft: { ...draft, state: 'GOING_LIVE' } }),
      {
        table: tableName(ctx),
        operation: 'ConditionCheck' as const,
        key: keyOf(courseKey(draft.of)),
        condition: {
          expression: '#version = :base AND #status = :published',
          expressionNames: { '#version': 'version', '#status': 'status' },
          expressionValues: util.dynamodb.toMapValues({ ':base': draft.base, ':published': 'PUBLISHED' }),
          returnValuesOnConditionCheckFailure: false,
        },
      },
    ],
  };
}

export function response(ctx: WriteContext): null {
  if (conditionFailed(ctx, 1)) refuseIf(conflict(LIVE_HAS_CHANGED));
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
