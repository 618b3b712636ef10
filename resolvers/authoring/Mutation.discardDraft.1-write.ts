import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationDiscardDraftArgs } from '../../generated/schema.ts';
import { courseDraftKey } from '../../model/authoring-keys.ts';
import { conflict } from '../../model/errors.ts';
import { courseOf, courseWrites, isOvertaken, outdated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { deleteItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationDiscardDraftArgs, EditStash>;

/** The draft is nobody's to see from now on, and the course may have another; its event has it removed. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const { draft } = course;
  refuseIf(draft?.state === 'OUTDATED' ? outdated(ctx, course) : stale(ctx, course));
  if (!draft) {
    refuseIf(conflict('This is no draft of a published course.'));
    return null;
  }
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      ...courseWrites(ctx, course, { draft: { ...draft, state: 'DISCARDED' } }),
      deleteItem(ctx, courseDraftKey(draft.of)),
    ],
  };
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
