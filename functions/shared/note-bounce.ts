import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import type { Key } from '../../model/keys.ts';
import { table } from './table.ts';

/** Notes in an invitation that no mail reaches its address, so that the mentor sees it. The first time stays. */
export async function noteBounce(tableName: string, { pk, sk }: Key, at: string, cause: Cause): Promise<void> {
  try {
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk, sk },
        UpdateExpression: 'SET bouncedAt = :at, #cause = :cause',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(bouncedAt)',
        ExpressionAttributeNames: { '#cause': 'cause' },
        ExpressionAttributeValues: { ':at': at, ':cause': cause },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
