import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { Key } from '../../model/keys.ts';
import { callerSub } from './caller.ts';
import { attributesOf, keyOf, tableName } from './table.ts';
import { NEW, updateItem } from './transaction.ts';

/** Which copies the caller reads: always the same ones if they are signed in, else any. */
export function copyDigit(ctx: Context): string {
  const stash = ctx.stash as { copyDigit?: string };
  const digit = stash.copyDigit ?? (callerSub(ctx) ?? util.autoId()).slice(0, 1);
  stash.copyDigit = digit;
  return digit;
}

/** Puts the same copy under each key, which nothing stands under yet. */
export function putCopies(ctx: Context, copy: Key, keys: readonly Key[]) {
  const attributeValues = attributesOf(copy);
  return keys.map((key) => ({
    table: tableName(ctx),
    operation: 'PutItem' as const,
    key: keyOf(key),
    attributeValues,
    condition: { expression: NEW.expression, returnValuesOnConditionCheckFailure: false },
  }));
}

/** Puts the same copy under each key, whatever stands there. The owner's own condition guards them all. */
export function replaceCopies(ctx: Context, copy: Key, keys: readonly Key[]) {
  const attributeValues = attributesOf(copy);
  return keys.map((key) => ({
    table: tableName(ctx),
    operation: 'PutItem' as const,
    key: keyOf(key),
    attributeValues,
  }));
}

type Update = Parameters<typeof updateItem>[2];
type Condition = Parameters<typeof updateItem>[3];

/**
 * Updates an item, and its copies in the same way. Whether it has copies must be as it was when it was read.
 * @param keys of the copies; none where the item has none
 */
export function updateWithCopies(
  ctx: Context,
  owner: Key & { readonly copies?: number },
  keys: readonly Key[],
  update: Update,
  condition: Condition,
) {
  const { copies } = owner;
  const guarded = {
    expression: `${condition.expression} AND ${copies ? '#copies = :copies' : 'attribute_not_exists(#copies)'}`,
    names: { ...condition.names, '#copies': 'copies' },
    ...(copies ? { values: { ...condition.values, ':copies': copies } } : { values: condition.values }),
  };
  const first = updateItem(ctx, owner, update, guarded);
  const { condition: guard, ...rest } = first;
  const own = { ...guard, returnValuesOnConditionCheckFailure: false };
  return {
    owner: first,
    copies: copies ? keys.map((key) => ({ ...rest, key: keyOf(key), condition: own })) : [],
  };
}
