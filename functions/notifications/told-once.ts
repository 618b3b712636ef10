import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { toldKey } from '../../model/keys.ts';
import type { ToldItem } from '../../model/notification.ts';
import { table } from '../shared/table.ts';
import type { Told } from './told.ts';

/**
 * Claims for this event what a person is told once. The same event may claim it again: it may have crashed before it
 * told.
 * @returns false where another event has told it
 */
export async function claimTelling(
  tableName: string,
  sub: string,
  { type, once }: Told,
  eventId: string,
): Promise<boolean> {
  if (once === undefined) return true;
  const Item: ToldItem = { ...toldKey(sub, type, once), entity: 'Told', eventId };
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
