import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationCreateModuleArgs } from '../../generated/schema.ts';
import { courseCopyKeys } from '../../model/course-copy.ts';
import { rateLimited } from '../../model/errors.ts';
import { causeOf } from '../steps/caller.ts';
import { getClientToken, madeBefore, madeBeforeOr, putClientToken } from '../steps/client-token.ts';
import { updateWithCopies } from '../steps/copies.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import type { OutlineStash, Teaching } from '../steps/teaching.ts';
import { conditionFailed } from '../steps/transaction.ts';

type WriteContext = Context<MutationCreateModuleArgs, OutlineStash & { ulid: string }, { result: Teaching }>;

/** Appends, whatever others append at the same time: no version is compared. */
export function request(ctx: WriteContext) {
  if (ctx.stash.refusal) return getClientToken(ctx);
  const ulid = util.autoUlid();
  ctx.stash.ulid = ulid;
  const { course } = ctx.prev.result;
  const outline = updateWithCopies(
    ctx,
    course,
    courseCopyKeys(course),
    {
      expression: 'SET #modules = list_append(#modules, :module), #version = #version + :one, #cause = :cause',
      names: { '#modules': 'modules', '#version': 'version', '#cause': 'cause' },
      values: {
        ':module': [{ ulid, title: ctx.args.input.title.trim(), lessons: [] }],
        ':one': 1,
        ':cause': causeOf(ctx),
      },
    },
    { expression: 'attribute_exists(pk)' },
  );
  return {
    operation: 'TransactWriteItems',
    transactItems: [outline.owner, putClientToken(ctx, { ulid, now: util.time.nowISO8601() }), ...outline.copies],
  };
}

/** The module's ULID. */
export function response(ctx: WriteContext): string {
  const made = madeBefore(ctx, 1);
  if (made) return made.ulid;
  // Published since it was read: the next call writes the copies too.
  if (conditionFailed(ctx, 0)) refuseIf(rateLimited());
  orError(ctx);
  if (ctx.stash.refusal) return madeBeforeOr(ctx, ctx.stash.refusal)?.ulid ?? '';
  return ctx.stash.ulid;
}
