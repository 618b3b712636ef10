import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import type { SentMailItem } from '../../model/contact.ts';
import type { Delivery } from '../../model/notification.ts';
import { notificationUlidOf, userId } from '../../model/ids.ts';
import { contactKey, hiddenNotificationKey, notificationKey, sentMailKey, type Key } from '../../model/keys.ts';
import { addressHash } from '../shared/recipients.ts';
import { table } from '../shared/table.ts';
import type { MailEvent } from './mail-event.ts';

/** Which mail of whom an event is about. */
export interface About {
  readonly tableName: string;
  /** Of who reads it; of an invitation its ULID. */
  readonly sub: string;
  /** The notification's id, or the name of the digest, or of an invitation's mail. */
  readonly what: string;
  readonly event: MailEvent;
}

const KEPT_SECONDS = 30 * 86_400;

export function causeOf({ event }: About): Cause {
  return { actor: 'ses', request: event.id, origin: 'mail-events' };
}

/** Who sends it again, because it does not know, finds this. */
export async function noteSent({ tableName, sub, what, event }: About): Promise<void> {
  const sentAt = event.time;
  const Item: SentMailItem = {
    ...sentMailKey(sub, what),
    entity: 'SentMail',
    messageId: event.detail.mail.messageId,
    sentAt,
    expiresAt: Math.floor(Date.parse(sentAt) / 1000) + KEPT_SECONDS,
  };
  await table.send(new PutCommand({ TableName: tableName, Item }));
}

type Fate = Pick<Delivery, 'status' | 'reason'>;

/** The receipts of what the mail told say that it did not arrive. */
export async function noteFate(about: About, fate: Fate): Promise<void> {
  for (const key of await notificationsIn(about)) await mark(about, key, fate);
}

async function notificationsIn({ tableName, sub, what, event }: About): Promise<readonly Key[]> {
  const ulid = notificationUlidOf(what);
  if (ulid) return [notificationKey(sub, ulid), hiddenNotificationKey(sub, ulid)];
  const keys: Key[] = [];
  for (const prefix of ['NOTIFICATION#', 'HIDDEN#']) {
    const { Items = [] } = await table.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :inbox AND begins_with(sk, :prefix)',
        FilterExpression: 'channels.EMAIL.messageId = :messageId',
        ProjectionExpression: 'pk, sk',
        ExpressionAttributeValues: {
          ':inbox': notificationKey(sub, '').pk,
          ':prefix': prefix,
          ':messageId': event.detail.mail.messageId,
        },
        ScanIndexForward: false,
      }),
    );
    keys.push(...(Items as Key[]));
  }
  return keys;
}

async function mark(about: About, { pk, sk }: Key, fate: Fate): Promise<void> {
  await whereItHolds(
    new UpdateCommand({
      TableName: about.tableName,
      Key: { pk, sk },
      UpdateExpression: 'SET channels.EMAIL = :fate, #cause = :cause REMOVE dueShard, dueAt',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#cause': 'cause' },
      ExpressionAttributeValues: {
        ':fate': { ...fate, at: about.event.time, messageId: about.event.detail.mail.messageId },
        ':cause': causeOf(about),
      },
    }),
  );
}

/** No mail goes to this address any more. A person who changes it begins anew. */
export async function suppress(about: About, reason: 'BOUNCE' | 'COMPLAINT'): Promise<void> {
  const { tableName, sub, event } = about;
  const [address = ''] = event.detail.mail.destination;
  await whereItHolds(
    new UpdateCommand({
      TableName: tableName,
      Key: contactKey(sub),
      UpdateExpression: 'SET entity = :entity, v = :v, userId = :userId, suppressed = :suppressed, #cause = :cause',
      ConditionExpression: 'attribute_not_exists(suppressed) OR suppressed.#at < :at',
      ExpressionAttributeNames: { '#cause': 'cause', '#at': 'at' },
      ExpressionAttributeValues: {
        ':entity': 'Contact',
        ':v': 1,
        ':userId': userId(sub),
        ':suppressed': { address: addressHash(address), reason, at: event.time },
        ':at': event.time,
        ':cause': causeOf(about),
      },
    }),
  );
}

async function whereItHolds(update: UpdateCommand): Promise<void> {
  try {
    await table.send(update);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
