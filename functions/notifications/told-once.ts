import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import { toldKey } from '../../model/keys.ts';
import type { ToldItem } from '../../model/notification.ts';
import { table } from '../shared/table.ts';

interface Telling {
  readonly sub: string;
  /** What is told once. */
  readonly what: string;
  readonly eventId: string;
  readonly cause: Cause;
}

/** Whether this event is the one that tells it: the first. It may ask again, after a crash before it had told. */
export async function isFirstToTell(tableName: string, { sub, what, eventId, cause }: Telling): Promise<boolean> {
  const Item: ToldItem = { ...toldKey(sub, what), entity: 'Told', eventId, cause };
  try {
    await table.send(
      new PutCommand({
        TableName: tableName,
        Item,
        ConditionExpression: 'attribute_not_exists(pk) OR eventId = :eventId',
        ExpressionAttributeValues: { ':eventId': eventId },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
