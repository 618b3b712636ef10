import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PhoneNumber } from '../../generated/schema.ts';
import { inactiveAccount, isActiveNow, type AccountItem } from '../../model/account.ts';
import { forbidden, invalid, type DomainError } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { accountKey, phoneCodeKey } from '../../model/keys.ts';
import { toPhoneNumber, type PhoneCall, type PhoneCodeItem, type WaitingCode } from '../../model/phone.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { table } from '../shared/table.ts';
import { isCode, isWellFormed } from './codes.ts';
import { tableName } from './environment.ts';

type VerifyCall = Extract<PhoneCall, { operation: 'verify' }>;

const MOST_TRIES = 5;

/** Makes a phone the person's own, who has read the code on it. */
export async function verifyPhone(call: VerifyCall): Promise<FunctionAnswer<PhoneNumber>> {
  const { sub, code } = call;
  const keys = { account: accountKey(sub), mine: phoneCodeKey(sub) };
  const items = await readItems({ table, tableName }, Object.values(keys));
  const inactive = inactiveAccount(itemIn<AccountItem>(items, keys.account), new Date().toISOString());
  if (inactive) return { refusal: inactive };
  const waiting = itemIn<PhoneCodeItem>(items, keys.mine)?.waiting;
  if (!waiting || Date.parse(waiting.validUntil) <= Date.now()) return { refusal: noCode() };
  if (!isWellFormed(code)) return { refusal: invalid('code', 'format', 'Give the six digits of the code as `code`.') };
  if (!(await countTry(sub, waiting))) return { refusal: noCode() };
  if (!(await isCode(code, waiting))) {
    return { refusal: invalid('code', 'match', 'This is not the code that was sent. Look at the latest message.') };
  }
  // The code stays until its time is over: who did not hear the answer may ask again.
  if (!(await setPhone(call, waiting.number))) return { refusal: forbidden('Your account is suspended.') };
  return { value: toPhoneNumber(waiting.number, true, null) };
}

function noCode(): DomainError {
  return invalid('code', 'expired', 'No code is waited for any more: have another one sent by `addPhoneNumber`.');
}

/** Before it is compared: fifty guesses at once are five tries. @returns false where there is none left */
async function countTry(sub: string, { hash }: WaitingCode): Promise<boolean> {
  return holds(
    new UpdateCommand({
      TableName: tableName,
      Key: phoneCodeKey(sub),
      UpdateExpression: 'SET waiting.tries = waiting.tries + :one',
      ConditionExpression: 'waiting.#hash = :hash AND waiting.tries < :most',
      ExpressionAttributeNames: { '#hash': 'hash' },
      ExpressionAttributeValues: { ':one': 1, ':hash': hash, ':most': MOST_TRIES },
    }),
  );
}

async function setPhone({ sub, actor, request }: VerifyCall, number: string): Promise<boolean> {
  const now = new Date().toISOString();
  const active = isActiveNow(now);
  return holds(
    new UpdateCommand({
      TableName: tableName,
      Key: accountKey(sub),
      UpdateExpression: 'SET phone = :phone, #cause = :cause',
      ConditionExpression: active.expression,
      ExpressionAttributeNames: { ...active.names, '#cause': 'cause' },
      ExpressionAttributeValues: {
        ...active.values,
        ':phone': { number, provenAt: now },
        ':cause': { actor, request, origin: 'Mutation.verifyPhoneNumber' },
      },
    }),
  );
}

async function holds(update: UpdateCommand): Promise<boolean> {
  try {
    await table.send(update);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
