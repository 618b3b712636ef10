import {
  TransactWriteCommand,
  type DynamoDBDocumentClient,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { ANOTHER_ADMIN, type AccountWrites } from '../../model/account-change.ts';
import { adminsKey } from '../../model/account-keys.ts';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * Changes an account with all that goes by it.
 * @throws TransactionCanceledException where it is no longer as it was read, or the last Admin would go
 */
export async function writeAccount(
  { table, tableName }: { readonly table: DynamoDBDocumentClient; readonly tableName: string },
  writes: AccountWrites,
): Promise<void> {
  await table.send(
    new TransactWriteCommand({
      TransactItems: [accountUpdate(tableName, writes), ...companions(tableName, writes)],
    }),
  );
}

function accountUpdate(TableName: string, { account, update, condition }: AccountWrites): Write {
  return {
    Update: {
      TableName,
      Key: { pk: account.pk, sk: account.sk },
      UpdateExpression: update.expression,
      ConditionExpression: condition.expression,
      ExpressionAttributeNames: { ...update.names, ...condition.names },
      ExpressionAttributeValues: { ...update.values, ...condition.values },
    },
  };
}

/** What is written beside an account when it is changed, or made. */
export function companions(
  TableName: string,
  { admins, sub, puts, deletes, account }: Pick<AccountWrites, 'admins' | 'sub' | 'puts' | 'deletes' | 'account'>,
): Write[] {
  return [
    ...(admins ? [adminsUpdate(TableName, admins, sub, account.cause)] : []),
    ...puts.map((Item) => ({ Put: { TableName, Item } })),
    ...deletes.map(({ pk, sk }) => ({ Delete: { TableName, Key: { pk, sk } } })),
  ];
}

function adminsUpdate(TableName: string, change: 'add' | 'remove', sub: string, cause: object): Write {
  const isAdd = change === 'add';
  return {
    Update: {
      TableName,
      Key: adminsKey(),
      UpdateExpression: `SET #cause = :cause, entity = :entity ${isAdd ? 'ADD' : 'DELETE'} #admins :subs`,
      ExpressionAttributeNames: { '#cause': 'cause', '#admins': 'admins' },
      ExpressionAttributeValues: {
        ':cause': cause,
        ':entity': 'Admins',
        ':subs': new Set([sub]),
        ...(isAdd ? {} : { ':one': 1, ':sub': sub }),
      },
      ...(isAdd ? {} : { ConditionExpression: ANOTHER_ADMIN }),
    },
  };
}
