import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationCreateModuleArgs } from '../../generated/schema.ts';
import { courseKey } from '../../model/keys.ts';
import { causeOf } from '../steps/caller.ts';
import { getClientToken, madeBefore, madeBeforeOr, putClientToken } from '../steps/client-token.ts';
import { orError } from '../steps/or-error.ts';
import type { OutlineStash, Teaching } from '../steps/teaching.ts';
import { updateItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationCreateModuleArgs, OutlineStash & { ulid: string }, { result: Teaching }>;

/** Appends, whatever others append at the same time: no version is compared. */
export function request(ctx: WriteContext) {
  if (ctx.stash.refusal) return getClientToken(ctx);
  const ulid = util.autoUlid();
  ctx.stash.ulid = ulid;
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      updateItem(
        ctx,
        courseKey(ctx.prev.result.course.ulid),
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
      ),
      putClientToken(ctx, { ulid, now: util.time.nowISO8601() }),
    ],
  };
}

/** The module's ULID. */
export function response(ctx: WriteContext): string {
  const made = madeBefore(ctx, 1);
  if (made) return made.ulid;
  orError(ctx);
  if (ctx.stash.refusal) return madeBeforeOr(ctx, ctx.stash.refusal)?.ulid ?? '';
  return ctx.stash.ulid;
}
