import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { sentMessageKey } from '../../model/keys.ts';
import type { SentMessageItem } from '../../model/sending.ts';
import { destinationDigest } from '../shared/destination-digest.ts';
import { table } from '../shared/table.ts';
import { isoTime, type StatusLine } from './status-line.ts';

const KEPT_SECONDS = 30 * 86_400;

/** Who would send it again, because it does not know, finds this. @returns what is known of the message now */
export async function noteStatus(TableName: string, line: StatusLine): Promise<SentMessageItem> {
  const { notification, delivery, status } = line;
  const publishedAt = isoTime(notification.timestamp);
  const failed = status === 'FAILURE';
  const { Attributes } = await table.send(
    new UpdateCommand({
      TableName,
      Key: sentMessageKey(destinationDigest(delivery.destination), notification.messageId),
      UpdateExpression:
        'SET entity = :entity, publishedAt = :publishedAt, #status = :status, expiresAt = :expiresAt' +
        (failed ? ', failure = :failure' : ''),
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':entity': 'SentMessage',
        ':publishedAt': publishedAt,
        ':status': status,
        ':expiresAt': Math.floor(Date.parse(publishedAt) / 1000) + KEPT_SECONDS,
        ...(failed ? { ':failure': failureOf(delivery.providerResponse) } : {}),
      },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return Attributes as SentMessageItem;
}

function failureOf(response = ''): SentMessageItem['failure'] & string {
  return response.includes('opted out') ? 'OPTED_OUT' : 'BOUNCE';
}
