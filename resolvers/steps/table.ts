import type { Context, DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { rateLimited } from '../../model/errors.ts';
import type { Key } from '../../model/keys.ts';
import { refuseIf } from './refuse.ts';

/** Name of the one table. */
export function tableName(ctx: Context): string {
  return ctx.env['TABLE'] as string;
}

/** Everything that a decision needs, in one request. */
export function readItems(ctx: Context, keys: readonly Key[], consistentRead: boolean): DynamoDBBatchGetItemRequest {
  return {
    operation: 'BatchGetItem',
    tables: { [tableName(ctx)]: { keys: keys.map((key) => util.dynamodb.toMapValues(key)), consistentRead } },
  };
}

/** What `readItems` has found, once `orError` has passed. An item that was not read for lack of capacity must not pass for a missing one. */
export function itemsRead(ctx: Context): Key[] {
  const result = ctx.result as {
    data: Record<string, (Key | null)[]>;
    unprocessedKeys?: Record<string, unknown[]>;
  };
  const table = tableName(ctx);
  if ((result.unprocessedKeys?.[table] ?? []).length > 0) refuseIf(rateLimited());
  return (result.data[table] ?? []).filter((item) => item !== null);
}

/** The item with this key among those read, or null. */
export function pick<Item extends Key>(items: readonly Key[], key: Key | null): Item | null {
  if (!key) return null;
  return (items.find((item) => item.pk === key.pk && item.sk === key.sk) as Item | undefined) ?? null;
}

/** Plain values as DynamoDB writes them. Without keys, which a request names apart. */
export function attributesOf(item: Key): Record<string, unknown> {
  const { pk: _pk, sk: _sk, ...attributes } = item;
  return util.dynamodb.toMapValues(attributes);
}

export function keyOf(item: Key): Record<string, unknown> {
  return util.dynamodb.toMapValues({ pk: item.pk, sk: item.sk });
}
