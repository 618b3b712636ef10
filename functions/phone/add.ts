import { InvalidParameterException } from '@aws-sdk/client-sns';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { PhoneNumber } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { invalid, rateLimited, type DomainError } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { accountKey, phoneCodeKey, phoneCodesKey } from '../../model/keys.ts';
import { toPhoneNumber, type PhoneCall, type PhoneCodeItem, type PhoneCodesItem } from '../../model/phone.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { isOptedOut, sendText } from '../shared/text-messages.ts';
import { table } from '../shared/table.ts';
import { takeMessage } from '../shared/take-message.ts';
import { newCode } from './codes.ts';
import { tableName } from './environment.ts';

type AddCall = Extract<PhoneCall, { operation: 'add' }>;

const VALID_MS = 10 * 60_000;
/** Within it no second code is sent. */
const PAUSE_MS = 60_000;
const DAY_MS = 86_400_000;
/** To one person, and to one number: nobody is to be pestered, and every message costs. */
const MOST_A_DAY = 5;

const TOO_MANY: DomainError = {
  type: 'RateLimited',
  message: `No more than ${MOST_A_DAY} codes are sent in a day. Try again tomorrow.`,
};
const WAIT: DomainError = { type: 'RateLimited', message: 'A code was sent less than a minute ago. Wait a minute.' };

/** What was sent so far, and who asks. */
interface Standing {
  readonly account: AccountItem | null;
  readonly mine: PhoneCodeItem | null;
  readonly ofNumber: PhoneCodesItem | null;
  readonly digest: string;
}

/** Sends a code to a phone. */
export async function addPhone(call: AddCall): Promise<FunctionAnswer<PhoneNumber>> {
  const { phoneNumber, sub } = call;
  if (!z.e164().safeParse(phoneNumber).success) return { refusal: malformed() };
  const now = Date.now();
  const standing = await read(sub, phoneNumber);
  const inactive = inactiveAccount(standing.account, new Date().toISOString());
  if (inactive) return { refusal: inactive };
  const done = answeredAlready(standing, phoneNumber, now);
  if (done) return { value: done };
  const refusal = tooOften(standing, now) ?? ((await isOptedOut(phoneNumber)) ? optedOut() : null);
  if (refusal) return { refusal };
  return send(call, standing, now);
}

function malformed(): DomainError {
  return invalid(
    'phoneNumber',
    'format',
    'Write `phoneNumber` with a plus sign, country code and number, without spaces, such as `+15555550100`.',
  );
}

function optedOut(): DomainError {
  return invalid(
    'phoneNumber',
    'optedOut',
    'This phone has replied STOP to our messages. Reply START from it, then try again.',
  );
}

async function read(sub: string, phoneNumber: string): Promise<Standing> {
  const digest = createHash('sha256').update(phoneNumber).digest('hex');
  const keys = { account: accountKey(sub), mine: phoneCodeKey(sub), ofNumber: phoneCodesKey(digest) };
  const items = await readItems({ table, tableName }, Object.values(keys));
  return {
    account: itemIn<AccountItem>(items, keys.account),
    mine: itemIn<PhoneCodeItem>(items, keys.mine),
    ofNumber: itemIn<PhoneCodesItem>(items, keys.ofNumber),
    digest,
  };
}

/** A number that is proven, and one that a code has just been sent to, need no other. */
function answeredAlready({ account, mine }: Standing, phoneNumber: string, now: number): PhoneNumber | null {
  if (account?.phone?.number === phoneNumber) return toPhoneNumber(phoneNumber, true, null);
  const waiting = mine?.waiting;
  if (waiting?.number !== phoneNumber || !isRecent(mine?.sentAt, PAUSE_MS, now)) return null;
  return toPhoneNumber(phoneNumber, false, waiting.validUntil);
}

function tooOften({ mine, ofNumber }: Standing, now: number): DomainError | null {
  if ([mine, ofNumber].some((sent) => lastDay(sent?.sentAt, now).length >= MOST_A_DAY)) return TOO_MANY;
  return [mine, ofNumber].some((sent) => isRecent(sent?.sentAt, PAUSE_MS, now)) ? WAIT : null;
}

function lastDay(times: readonly string[] = [], now: number): readonly string[] {
  return times.filter((time) => now - Date.parse(time) < DAY_MS);
}

function isRecent(times: readonly string[] = [], withinMs: number, now: number): boolean {
  return times.some((time) => now - Date.parse(time) < withinMs);
}

/** Counted before it is sent: a crash costs a code of the day, never a code too many. */
async function send(call: AddCall, standing: Standing, now: number): Promise<FunctionAnswer<PhoneNumber>> {
  const { phoneNumber, sub } = call;
  const { code, kept } = await newCode();
  const validUntil = new Date(now + VALID_MS).toISOString();
  const waiting = { ...kept, number: phoneNumber, validUntil, tries: 0 };
  if (!(await count(sub, standing, waiting, now))) return { refusal: rateLimited() };
  try {
    await sendCode(sub, phoneNumber, code);
  } catch (error) {
    await forget(sub);
    if (!(error instanceof InvalidParameterException)) throw error;
    return {
      refusal: invalid('phoneNumber', 'reachable', 'No text message can be sent to this number. Give another.'),
    };
  }
  return { value: toPhoneNumber(phoneNumber, false, validUntil) };
}

/** Noted as what it is: a notification to the same phone, whose answer was lost, must not take it for its own. */
async function sendCode(sub: string, destination: string, code: string): Promise<void> {
  const messageId = await sendText(
    destination,
    `Kalpla: ${code} is your code. It is good for 10 minutes. Nobody of Kalpla will ever ask you for it.`,
  );
  await takeMessage({ tableName, what: `CODE#${sub}`, destination, messageId });
}

/** @returns false where somebody else was sent a code meanwhile */
async function count(
  sub: string,
  { mine, ofNumber, digest }: Standing,
  waiting: PhoneCodeItem['waiting'] & object,
  now: number,
): Promise<boolean> {
  const at = new Date(now).toISOString();
  const expiresAt = Math.floor((now + DAY_MS) / 1000);
  const code: PhoneCodeItem = {
    ...phoneCodeKey(sub),
    entity: 'PhoneCode',
    v: 1,
    sentAt: [...lastDay(mine?.sentAt, now), at],
    waiting,
    version: (mine?.version ?? 0) + 1,
    expiresAt,
  };
  const codes: PhoneCodesItem = {
    ...phoneCodesKey(digest),
    entity: 'PhoneCodes',
    sentAt: [...lastDay(ofNumber?.sentAt, now), at],
    expiresAt,
  };
  const put = (Item: PhoneCodeItem | PhoneCodesItem, name: string, seen: unknown) => ({
    Put: {
      TableName: tableName,
      Item,
      ConditionExpression: seen === undefined ? 'attribute_not_exists(pk)' : '#seen = :seen',
      ...(seen === undefined
        ? {}
        : { ExpressionAttributeNames: { '#seen': name }, ExpressionAttributeValues: { ':seen': seen } }),
    },
  });
  try {
    await table.send(
      new TransactWriteCommand({
        TransactItems: [put(code, 'version', mine?.version), put(codes, 'sentAt', ofNumber?.sentAt)],
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}

/** A code that did not leave is not waited for. */
async function forget(sub: string): Promise<void> {
  await table.send(
    new UpdateCommand({ TableName: tableName, Key: phoneCodeKey(sub), UpdateExpression: 'REMOVE waiting' }),
  );
}
