import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import type { InvitationItem, StoredState } from '../../model/invitation.ts';
import { table } from '../shared/table.ts';
import { tableName } from './environment.ts';

/** Ends an open invitation, once. */
export function changeState({ pk, sk }: InvitationItem, state: StoredState, cause: Cause) {
  return {
    TableName: tableName,
    Key: { pk, sk },
    UpdateExpression: 'SET #state = :state, #cause = :cause',
    ConditionExpression: '#state = :pending',
    ExpressionAttributeNames: { '#state': 'state', '#cause': 'cause' },
    ExpressionAttributeValues: { ':state': state, ':pending': 'PENDING', ':cause': cause },
  };
}

/** @returns whether its condition held */
export async function where(update: UpdateCommand): Promise<boolean> {
  try {
    await table.send(update);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
