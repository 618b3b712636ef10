import { paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DomainEvent } from '../../model/events.ts';
import { subOf } from '../../model/ids.ts';
import { NOTIFICATION, notificationKey, type Key } from '../../model/keys.ts';
import { table } from '../shared/table.ts';

const AT_ONCE = 10;

/** Marks as read whatever is older than the moment at which a person has read all. Safe to repeat. */
export async function markRestRead(tableName: string, event: DomainEvent<'ReadAll'>): Promise<void> {
  const { userId, readAllAt } = event.data;
  const pages = paginateQuery(
    { client: table },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :inbox AND begins_with(sk, :notification)',
      FilterExpression: 'attribute_not_exists(readAt) AND createdAt <= :readAllAt',
      ExpressionAttributeValues: {
        ':inbox': notificationKey(subOf(userId), '').pk,
        ':notification': `${NOTIFICATION}#`,
        ':readAllAt': readAllAt,
      },
      ProjectionExpression: 'pk, sk',
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) {
    for (let start = 0; start < Items.length; start += AT_ONCE) {
      const keys = Items.slice(start, start + AT_ONCE) as Key[];
      await Promise.all(keys.map((key) => markRead(tableName, key, event)));
    }
  }
}

async function markRead(tableName: string, { pk, sk }: Key, event: DomainEvent<'ReadAll'>): Promise<void> {
  try {
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk, sk },
        UpdateExpression: 'SET readAt = :readAllAt, #cause = :cause',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(readAt)',
        ExpressionAttributeNames: { '#cause': 'cause' },
        ExpressionAttributeValues: {
          ':readAllAt': event.data.readAllAt,
          ':cause': { actor: event.cause.actor, request: event.id, origin: 'notifications' },
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
