import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { Key } from '../../model/keys.ts';
import { attributesOf, keyOf, tableName } from './table.ts';

/** Why one item's part of a transaction failed, in the order of the request; `None` for those that did not. */
interface CancellationReason {
  readonly type: string;
  /** The item as it stands, where the request asked for it. */
  readonly item?: unknown;
}

/** Whether the condition of the nth item failed. */
export function conditionFailed(ctx: Context, index: number): boolean {
  return isCheckFailed(reasons(ctx)[index]);
}

/** Whether the condition of any item failed. */
export function someConditionFailed(ctx: Context): boolean {
  return reasons(ctx).some((reason) => isCheckFailed(reason));
}

function isCheckFailed(reason: CancellationReason | undefined): boolean {
  // DynamoDB writes `ConditionalCheckFailed`, an example of AppSync's guide `ConditionCheckFailed`.
  return (reason?.type ?? '').includes('CheckFailed');
}

/** The nth item as it stood when its condition failed, or null. */
export function standingItem<Item extends Key>(ctx: Context, index: number): Item | null {
  return conditionFailed(ctx, index) ? ((reasons(ctx)[index]?.item as Item | undefined) ?? null) : null;
}

/** Whether another transaction was under way on one of the items. */
export function lostRace(ctx: Context): boolean {
  return reasons(ctx).some((reason) => reason.type === 'TransactionConflict');
}

function reasons(ctx: Context): readonly CancellationReason[] {
  if (!ctx.error) return [];
  const result = ctx.result as { cancellationReasons?: CancellationReason[] | null } | null;
  return result?.cancellationReasons ?? [];
}

interface Condition {
  readonly expression: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, unknown> | undefined;
}

/** The item must not exist yet. */
export const NEW: Condition = { expression: 'attribute_not_exists(pk)' };

/** A failure of the condition tells the item that stands there: always the caller's own, or one that is not shown. */
function guard({ expression, names, values }: Condition) {
  return {
    expression,
    ...(names ? { expressionNames: names } : {}),
    ...(values ? { expressionValues: util.dynamodb.toMapValues(values) } : {}),
    returnValuesOnConditionCheckFailure: true,
  };
}

/** Puts an item under a condition. */
export function putItem(ctx: Context, item: Key, condition: Condition) {
  return {
    table: tableName(ctx),
    operation: 'PutItem' as const,
    key: keyOf(item),
    attributeValues: attributesOf(item),
    condition: guard(condition),
  };
}

/** Deletes an item, if it is there. */
export function deleteItem(ctx: Context, key: Key) {
  return { table: tableName(ctx), operation: 'DeleteItem' as const, key: keyOf(key) };
}

/** Updates an item under a condition. */
export function updateItem(
  ctx: Context,
  key: Key,
  update: {
    readonly expression: string;
    readonly names?: Record<string, string>;
    readonly values: Record<string, unknown>;
  },
  condition: Condition,
) {
  return {
    table: tableName(ctx),
    operation: 'UpdateItem' as const,
    key: keyOf(key),
    update: {
      expression: update.expression,
      ...(update.names ? { expressionNames: update.names } : {}),
      expressionValues: util.dynamodb.toMapValues(update.values),
    },
    condition: guard(condition),
  };
}

/** The same write as a request of its own: half the price of a transaction, where it needs no other write. */
export function alone<Write extends { table: string; condition: ReturnType<typeof guard> }>(write: Write) {
  const { table: _table, condition, ...rest } = write;
  const { returnValuesOnConditionCheckFailure: _returned, ...own } = condition;
  return { ...rest, condition: own };
}
