import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import { devicesKey } from '../../model/keys.ts';
import { table } from './table.ts';

/** Takes a device from a person, of whom there is an item of devices. Safe to repeat. */
export async function dropDevice(tableName: string, sub: string, deviceId: string, cause: Cause): Promise<void> {
  await table.send(
    new UpdateCommand({
      TableName: tableName,
      Key: devicesKey(sub),
      UpdateExpression: 'SET #cause = :cause REMOVE devices.#id ADD version :one',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#cause': 'cause', '#id': deviceId },
      ExpressionAttributeValues: { ':cause': cause, ':one': 1 },
    }),
  );
}
