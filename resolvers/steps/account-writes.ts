import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { ANOTHER_ADMIN, lastAdmin, type AccountWrites } from '../../model/account-change.ts';
import { rateLimited } from '../../model/errors.ts';
import { adminsKey } from '../../model/account-keys.ts';
import { refuseIf } from './refuse.ts';
import { attributesOf, keyOf, tableName } from './table.ts';
import { conditionFailed, updateItem } from './transaction.ts';

/** The transaction that changes an account with all that goes by it. */
export function changeAccount(ctx: Context, writes: AccountWrites) {
  const table = tableName(ctx);
  const { account, update, condition, admins, puts, deletes } = writes;
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      updateItem(ctx, account, update, condition),
      ...(admins ? [adminsUpdate(ctx, writes)] : []),
      ...puts.map((item) => ({
        table,
        operation: 'PutItem' as const,
        key: keyOf(item),
        attributeValues: attributesOf(item),
      })),
      ...deletes.map((key) => ({ table, operation: 'DeleteItem' as const, key: keyOf(key) })),
    ],
  };
}

function adminsUpdate(ctx: Context, { admins, sub, account }: AccountWrites) {
  const isAdd = admins === 'add';
  return {
    table: tableName(ctx),
    operation: 'UpdateItem' as const,
    key: keyOf(adminsKey()),
    update: {
      expression: `SET #cause = :cause, #entity = :entity ${isAdd ? 'ADD' : 'DELETE'} #admins :subs`,
      expressionNames: { '#cause': 'cause', '#entity': 'entity', '#admins': 'admins' },
      expressionValues: {
        ...util.dynamodb.toMapValues({ ':cause': account.cause, ':entity': 'Admins' }),
        ':subs': util.dynamodb.toStringSet([sub]),
      },
    },
    ...(isAdd
      ? {}
      : {
          condition: {
            expression: ANOTHER_ADMIN,
            expressionNames: { '#admins': 'admins' },
            expressionValues: util.dynamodb.toMapValues({ ':one': 1, ':sub': sub }),
            returnValuesOnConditionCheckFailure: false,
          },
        }),
  };
}

/** Why nothing was changed: comes before `orError`. */
export function refuseChange(ctx: Context): void {
  if (conditionFailed(ctx, 0)) refuseIf(rateLimited());
  if (conditionFailed(ctx, 1)) refuseIf(lastAdmin());
}
