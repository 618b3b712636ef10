import { setTimeout as delay } from 'node:timers/promises';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AnnouncementItem } from '../../model/announcement.ts';
import type { DomainEvent } from '../../model/events.ts';
import { announcementPartsOf, userId } from '../../model/ids.ts';
import { HEX_DIGITS } from '../../model/keys.ts';
import { announcementKey } from '../../model/roster-keys.ts';
import { BucketReader, type Cursor } from '../shared/roster-bucket.ts';
import { table } from '../shared/table.ts';

const PAGE = 100;
/** SQS's limit a request. */
const BATCH = 10;
/** Some hundreds of people a second: mails and open apps follow. */
const PAUSE_MS = 250;

export interface FanOut {
  readonly tableName: string;
  readonly queues: SQSClient;
  /** Queue of the function that makes notifications. */
  readonly queueUrl: string;
  readonly hasTime: () => boolean;
}

type Announced = DomainEvent<'Announcement'>;

/**
 * Hands an announcement on for each who learns in the course, page after page. Who is handed it twice, after a crash, is
 * told once: a notification's id is made of the event and the person.
 * @param from where the run before has ended
 * @returns where the next one goes on; null once all have it
 */
export async function fanOut(event: Announced, from: Cursor, to: FanOut): Promise<Cursor | null> {
  const { courseUlid = '', ulid = '' } = announcementPartsOf(event.data.announcementId) ?? {};
  const { Item } = await table.send(
    new GetCommand({ TableName: to.tableName, Key: announcementKey(courseUlid, ulid), ConsistentRead: true }),
  );
  if (!Item) return null;
  const reader = new BucketReader({ table, tableName: to.tableName, courseUlid, status: null });
  let cursor: Cursor | null = from;
  while (cursor && to.hasTime()) {
    const { subs, last } = await reader.read(cursor, PAGE);
    await send(event, Item as AnnouncementItem, subs, to);
    cursor = last === null ? following(cursor) : { digit: cursor.digit, after: last };
    if (subs.length === PAGE) await delay(PAUSE_MS);
  }
  return cursor;
}

/** The beginning of the next partition, or null after the last one. */
function following({ digit }: Cursor): Cursor | null {
  const next = HEX_DIGITS[HEX_DIGITS.indexOf(digit) + 1];
  return next ? { digit: next, after: null } : null;
}

async function send(event: Announced, { title, text }: AnnouncementItem, subs: readonly string[], to: FanOut) {
  const messages = subs.map((sub) => ({
    ...event,
    facts: ['announcement.addressed'],
    data: { ...event.data, told: { learnerId: userId(sub), title, text } },
  }));
  for (let start = 0; start < messages.length; start += BATCH) {
    const Entries = messages
      .slice(start, start + BATCH)
      .map((message, place) => ({ Id: `${place}`, MessageBody: JSON.stringify(message) }));
    const { Failed = [] } = await to.queues.send(new SendMessageBatchCommand({ QueueUrl: to.queueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`The queue refused ${Failed.length} messages: ${Failed[0]?.Message ?? ''}`);
  }
}
