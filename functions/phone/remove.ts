import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { PhoneNumber } from '../../generated/schema.ts';
import { inactiveAccount, isActiveNow, type AccountItem } from '../../model/account.ts';
import { rateLimited } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { accountKey, phoneCodeKey } from '../../model/keys.ts';
import { toPhoneNumber, type PhoneCall, type PhoneCodeItem } from '../../model/phone.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { table } from '../shared/table.ts';
import { tableName } from './environment.ts';

type RemoveCall = Extract<PhoneCall, { operation: 'remove' }>;

/** Forgets the phone, and a code that would bring it back. How many codes were sent is still counted. */
export async function removePhone(call: RemoveCall): Promise<FunctionAnswer<PhoneNumber>> {
  const { sub, actor, request } = call;
  const keys = { account: accountKey(sub), mine: phoneCodeKey(sub) };
  const items = await readItems({ table, tableName }, Object.values(keys));
  const account = itemIn<AccountItem>(items, keys.account);
  const code = itemIn<PhoneCodeItem>(items, keys.mine);
  const inactive = inactiveAccount(account, new Date().toISOString());
  if (inactive) return { refusal: inactive };
  const writes = [
    ...(account?.phone ? [forgetPhone(sub, { actor, request, origin: 'Mutation.removePhoneNumber' })] : []),
    ...(code?.waiting ? [forgetCode(sub)] : []),
  ];
  try {
    if (writes.length > 0) await table.send(new TransactWriteCommand({ TransactItems: writes }));
  } catch (error) {
    if (error instanceof TransactionCanceledException) return { refusal: rateLimited() };
    throw error;
  }
  return { value: toPhoneNumber(null, false, null) };
}

function forgetPhone(sub: string, cause: object) {
  const active = isActiveNow(new Date().toISOString());
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(sub),
      UpdateExpression: 'SET #cause = :cause REMOVE phone',
      ConditionExpression: active.expression,
      ExpressionAttributeNames: { ...active.names, '#cause': 'cause' },
      ExpressionAttributeValues: { ...active.values, ':cause': cause },
    },
  };
}

function forgetCode(sub: string) {
  return {
    Update: {
      TableName: tableName,
      Key: phoneCodeKey(sub),
      UpdateExpression: 'REMOVE waiting',
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
}
