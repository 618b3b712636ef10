import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { notificationUlidOf } from '../../model/ids.ts';
import { hiddenNotificationKey, notificationKey, type Key } from '../../model/keys.ts';
import type { NotificationItem } from '../../model/notification.ts';
import { parseSendingName, type SendingName, type SentMessageItem } from '../../model/sending.ts';
import { table } from '../shared/table.ts';

/** The receipt of what the message told says that it did not arrive. */
export async function noteFailure(TableName: string, sent: SentMessageItem, sending: string): Promise<void> {
  const name = parseSendingName(sending);
  const ulid = notificationUlidOf(name.notificationId);
  if (!ulid) return;
  for (const key of [notificationKey(name.sub, ulid), hiddenNotificationKey(name.sub, ulid)]) {
    await addFailure(TableName, key, name, sent);
  }
}

/** @throws Error where the receipt does not say yet that it was sent: this comes again */
async function addFailure(
  TableName: string,
  { pk, sk }: Key,
  { channel }: SendingName,
  { sk: messageId, failure = 'BOUNCE' }: SentMessageItem,
): Promise<void> {
  try {
    await table.send(
      new UpdateCommand({
        TableName,
        Key: { pk, sk },
        UpdateExpression:
          'SET channels.#channel.failure = :failure, #cause = :cause ADD channels.#channel.failed :messages',
        ConditionExpression: 'channels.#channel.#status = :sent',
        ExpressionAttributeNames: { '#channel': channel, '#status': 'status', '#cause': 'cause' },
        ExpressionAttributeValues: {
          ':failure': failure,
          ':messages': new Set([messageId]),
          ':sent': 'SENT',
          ':cause': { actor: 'sns', request: messageId, origin: 'sns-events' },
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const standing = error.Item && (unmarshall(error.Item) as NotificationItem);
    if (standing?.channels[channel]?.status === 'PENDING') throw new Error('The receipt is not written yet.');
  }
}
