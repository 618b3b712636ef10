import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { SNSServiceException } from '@aws-sdk/client-sns';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { onceKey, type Key } from '../../model/keys.ts';
import type { Delivery, DeliveryReason } from '../../model/notification.ts';
import type { SendingItem } from '../../model/sending.ts';
import { table } from '../shared/table.ts';
import { tableName } from './environment.ts';
import { findEvidence, takeEvidence, type What } from './evidence.ts';

/** As long as somebody may still be at it: more than the function may run. */
const AT_IT_MS = 60_000;
/** How long SNS is waited for to say what became of a message whose answer was lost. */
const PATIENCE_MS = 5 * 60_000;
const WEEK_SECONDS = 7 * 86_400;

export interface Sending extends What {
  /**
   * Returns SNS's id of the message, or why it is not sent.
   * @throws SNSServiceException where SNS has refused, another error where nobody knows what has happened
   */
  readonly send: () => Promise<{ readonly messageId: string } | { readonly skipped: DeliveryReason }>;
}

/**
 * Sends one message by SNS, once. SNS takes the same message as often as it comes and has no token for a repetition. So
 * each is claimed first; where the outcome was lost, the delivery status that SNS has logged tells it, and only what
 * SNS says nothing of, for as long as that may take, is sent again.
 */
export async function sendOnce(sending: Sending): Promise<Delivery> {
  const key = onceKey(sending.what);
  const standing = await claim(key);
  if (!standing) return attempt(sending, key);
  if (standing.outcome) return standing.outcome;
  const age = Date.now() - Date.parse(standing.startedAt);
  if (age < AT_IT_MS) throw new Error('The message is being sent.');
  const evidence = await findEvidence(sending, standing.startedAt);
  if (evidence) return note(key, evidence);
  if (age < PATIENCE_MS) throw new Error('Nobody knows yet whether the message was sent.');
  await claimAgain(key, standing);
  return attempt(sending, key);
}

async function attempt(sending: Sending, key: Key): Promise<Delivery> {
  const sent = await sending.send().catch(async (error: unknown) => {
    if (isRefusal(error)) await table.send(new DeleteCommand({ TableName: tableName, Key: key }));
    throw error;
  });
  const at = new Date().toISOString();
  if ('skipped' in sent) return note(key, { status: 'SKIPPED', reason: sent.skipped, at });
  return note(key, await takeEvidence(sending, sent.messageId, at));
}

/** SNS says that it was asked in vain. With any other error the message may have left. */
function isRefusal(error: unknown): boolean {
  return error instanceof SNSServiceException && (error.$metadata.httpStatusCode ?? 500) < 500;
}

/** @returns what stands there, where somebody was faster */
async function claim(key: Key): Promise<SendingItem | null> {
  try {
    await table.send(
      new PutCommand({
        TableName: tableName,
        Item: sendingItem(key),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return null;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return unmarshall(error.Item ?? {}) as SendingItem;
  }
}

async function claimAgain(key: Key, { startedAt }: SendingItem): Promise<void> {
  await table.send(
    new PutCommand({
      TableName: tableName,
      Item: sendingItem(key),
      ConditionExpression: 'startedAt = :seen AND attribute_not_exists(outcome)',
      ExpressionAttributeValues: { ':seen': startedAt },
    }),
  );
}

function sendingItem(key: Key): SendingItem {
  const startedAt = new Date();
  return {
    ...key,
    entity: 'Sending',
    startedAt: startedAt.toISOString(),
    expiresAt: Math.floor(startedAt.getTime() / 1000) + WEEK_SECONDS,
  };
}

async function note(key: Key, outcome: Delivery): Promise<Delivery> {
  await table.send(
    new UpdateCommand({
      TableName: tableName,
      Key: key,
      UpdateExpression: 'SET outcome = :outcome',
      ExpressionAttributeValues: { ':outcome': outcome },
    }),
  );
  return outcome;
}
