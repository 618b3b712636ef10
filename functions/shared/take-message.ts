import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { sentMessageKey } from '../../model/keys.ts';
import type { SentMessageItem } from '../../model/sending.ts';
import { destinationDigest } from './destination-digest.ts';
import { table } from './table.ts';

const KEPT_SECONDS = 30 * 86_400;

export interface Taken {
  readonly tableName: string;
  /** Name of what was sent. */
  readonly what: string;
  /** Phone number, or ARN of an endpoint. */
  readonly destination: string;
  readonly messageId: string;
}

/**
 * Says which sending a message of SNS's was, so that its failure finds the receipt, and that no other takes it for its
 * own.
 * @returns what is known of the message now
 * @throws ConditionalCheckFailedException where it was another's
 */
export async function takeMessage({ tableName, what, destination, messageId }: Taken): Promise<SentMessageItem> {
  const { Attributes } = await table.send(
    new UpdateCommand({
      TableName: tableName,
      Key: sentMessageKey(destinationDigest(destination), messageId),
      UpdateExpression: 'SET sending = :what, entity = :entity, expiresAt = if_not_exists(expiresAt, :expiresAt)',
      ConditionExpression: 'attribute_not_exists(sending) OR sending = :what',
      ExpressionAttributeValues: {
        ':what': what,
        ':entity': 'SentMessage',
        ':expiresAt': Math.floor(Date.now() / 1000) + KEPT_SECONDS,
      },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return Attributes as SentMessageItem;
}
