import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationMarkNotificationsReadArgs } from '../../generated/schema.ts';
import { inactiveAccount, isActiveNow, type AccountItem } from '../../model/account.ts';
import { accountKey, readAllKey } from '../../model/keys.ts';
import type { ReadAllItem } from '../../model/notification.ts';
import { denyIf } from '../steps/deny.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { lostOne, mark, writeAll, type InboxStash } from '../steps/inbox.ts';
import { orError } from '../steps/or-error.ts';
import { attributesOf, keyOf, tableName } from '../steps/table.ts';
import { conditionFailed, standingItem } from '../steps/transaction.ts';

type MarkContext = Context<MutationMarkNotificationsReadArgs, InboxStash>;

/** The account was not read for `all`: its state is a condition of the same transaction. */
function activeAccount(ctx: MarkContext, now: string) {
  const { expression, names, values } = isActiveNow(now);
  return {
    table: tableName(ctx),
    operation: 'ConditionCheck',
    key: keyOf(accountKey(signedInSub(ctx))),
    condition: {
      expression,
      expressionNames: names,
      expressionValues: util.dynamodb.toMapValues(values),
      returnValuesOnConditionCheckFailure: true,
    },
  };
}

/** Leaves a note for what does not fit into the transaction. */
function readAll(ctx: MarkContext, now: string) {
  const cause = causeOf(ctx);
  const note: ReadAllItem = { ...readAllKey(signedInSub(ctx)), entity: 'ReadAll', v: 1, readAllAt: now, cause };
  return { table: tableName(ctx), operation: 'PutItem', key: keyOf(note), attributeValues: attributesOf(note) };
}

export function request(ctx: MarkContext) {
  const now = util.time.nowISO8601();
  const unread = (ctx.stash.found ?? []).filter(({ readAt }) => !readAt);
  ctx.stash.marked = unread.length;
  const marks = unread.map((notification) => mark(ctx, notification, now, false));
  if (!ctx.args.input.all) return writeAll(marks);
  const rest = ctx.stash.more ? [readAll(ctx, now)] : [];
  return { operation: 'TransactWriteItems', transactItems: [activeAccount(ctx, now), ...marks, ...rest] };
}

export function response(ctx: MarkContext): null {
  if (ctx.args.input.all && conditionFailed(ctx, 0)) {
    denyIf(ctx, inactiveAccount(standingItem<AccountItem>(ctx, 0), util.time.nowISO8601()));
  }
  denyIf(ctx, lostOne(ctx));
  orError(ctx);
  return null;
}
