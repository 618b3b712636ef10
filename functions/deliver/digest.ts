import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { encodeTime } from 'ulid';
import { channelDecision } from '../../model/channel-decision.ts';
import type { DueMessage } from '../../model/delivery-message.ts';
import { subOf } from '../../model/ids.ts';
import { notificationKey } from '../../model/keys.ts';
import { isOldNews, type NotificationItem } from '../../model/notification.ts';
import { readRecipient, type Recipient } from '../shared/recipients.ts';
import { table } from '../shared/table.ts';
import { tableName } from './environment.ts';
import { mailOnce, type SentMail } from './mail.ts';
import { settle } from './settle.ts';
import { render, type Entry } from './template.ts';
import { unsubscribeUrl } from './unsubscribe-url.ts';

type DueDigest = Extract<DueMessage, { entity: 'DueDigest' }>;

/** A week, and as long again for an event that came late. */
const LONGEST_WAIT_MS = 14 * 86_400_000;

/** A mail shows so many; the others are counted. */
const MOST_ENTRIES = 50;

/** One mail for all of a person's notifications that wait for the same moment. */
export async function deliverDigest({ userId, mode, dueAt }: DueDigest, context: Context): Promise<void> {
  const sub = subOf(userId);
  const [{ recipient }, waiting] = await Promise.all([readRecipient(tableName, sub), waitingFor(sub, mode, dueAt)]);
  const at = new Date().toISOString();
  const told: NotificationItem[] = [];
  for (const notification of waiting) {
    const skipped = recipient ? reasonNotTo(notification, recipient, dueAt) : ('NO_ACCOUNT' as const);
    if (skipped) await settle(notification, { EMAIL: { status: 'SKIPPED', reason: skipped, at } });
    else told.push(notification);
  }
  if (!recipient || told.length === 0) return;
  const sent = await mailDigest(told, recipient, { mode, dueAt }, context);
  // The oldest, which names the mail, comes last: after a crash the same mail is meant.
  for (const notification of told.filter(({ id }) => sent.tells.includes(id)).reverse()) {
    await settle(notification, { EMAIL: sent.delivery });
  }
}

/** Asked again: what was read in the app meanwhile, switched off, or due too long ago, is not told. */
function reasonNotTo(notification: NotificationItem, { preferences, reach }: Recipient, dueAt: string) {
  const read = notification.readAt !== undefined;
  const decided = channelDecision(notification.type, 'EMAIL', preferences, { ...reach, read });
  if (decided.decision === 'SKIP') return decided.reason;
  return isOldNews(Date.parse(dueAt), Date.now()) ? 'TOO_OLD' : null;
}

async function mailDigest(
  told: readonly NotificationItem[],
  recipient: Recipient,
  { mode, dueAt }: Pick<DueDigest, 'mode' | 'dueAt'>,
  context: Context,
): Promise<SentMail> {
  const { account } = recipient;
  const shown: Entry[] = told
    .slice(0, MOST_ENTRIES)
    .map(({ title, text, link }) => ({ title, text, ...(link ? { link } : {}) }));
  const rest = told.length - shown.length;
  const more: Entry[] = rest > 0 ? [{ title: `And ${rest} more`, text: 'You find them in the app.' }] : [];
  const period = mode === 'DAILY' ? 'day' : 'week';
  const mail = render({
    to: account,
    subject: told.length === 1 ? (told[0]?.title ?? '') : `Your ${period} on Kalpla: ${told.length} news`,
    entries: [...shown, ...more],
    unsubscribe: await unsubscribeUrl(recipient, { digest: mode }),
  });
  // One that came too late for a mail of the same moment is the oldest of the next.
  const what = `${mode}-${Date.parse(dueAt)}-${told[0]?.id ?? ''}`;
  return mailOnce({ sub: subOf(account.id), what, mail, tells: told.map(({ id }) => id) }, context);
}

/** Oldest first. Those that the app's list doesn't show too. */
async function waitingFor(sub: string, mode: 'DAILY' | 'WEEKLY', dueAt: string): Promise<NotificationItem[]> {
  const waiting: NotificationItem[] = [];
  for (const prefix of ['HIDDEN#', 'NOTIFICATION#']) {
    const pages = paginateQuery(
      { client: table },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :inbox AND sk BETWEEN :from AND :to',
        FilterExpression:
          'channels.EMAIL.#status = :pending AND channels.EMAIL.reason = :reason AND channels.EMAIL.dueAt = :dueAt',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':inbox': notificationKey(sub, '').pk,
          ':from': prefix + encodeTime(Date.parse(dueAt) - LONGEST_WAIT_MS),
          ':to': `${prefix}~`,
          ':pending': 'PENDING',
          ':reason': `${mode}_DIGEST`,
          ':dueAt': dueAt,
        },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) waiting.push(...(Items as NotificationItem[]));
  }
  return waiting.sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
}
