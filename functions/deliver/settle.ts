import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { notificationUlidOf } from '../../model/ids.ts';
import { dueKeys, type Deliveries, type NotificationItem } from '../../model/notification.ts';
import { table } from '../shared/table.ts';
import { tableName } from './environment.ts';

/** Writes what became of some channels, as long as they still wait: a bounce may have been faster. */
export async function settle({ pk, sk, id, channels, eventId }: NotificationItem, settled: Deliveries): Promise<void> {
  const names = Object.keys(settled);
  const { dueShard, dueAt } = dueKeys(notificationUlidOf(id) ?? '', { ...channels, ...settled });
  const isDue = dueShard !== undefined && dueAt !== undefined;
  try {
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk, sk },
        UpdateExpression:
          `SET ${names.map((_, index) => `channels.#c${index} = :c${index}`).join(', ')}, #cause = :cause` +
          (isDue ? ', dueShard = :dueShard, dueAt = :dueAt' : ' REMOVE dueShard, dueAt'),
        ConditionExpression: names.map((_, index) => `channels.#c${index}.#status = :pending`).join(' AND '),
        ExpressionAttributeNames: {
          ...Object.fromEntries(names.map((name, index) => [`#c${index}`, name])),
          '#status': 'status',
          '#cause': 'cause',
        },
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.values(settled).map((delivery, index) => [`:c${index}`, delivery])),
          ':pending': 'PENDING',
          ':cause': { actor: 'deliver', request: eventId, origin: 'deliver' },
          ...(isDue ? { ':dueShard': dueShard, ':dueAt': dueAt } : {}),
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
