import { setTimeout as delay } from 'node:timers/promises';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AnnouncementItem } from '../../model/announcement.ts';
import { isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import type { DomainEvent } from '../../model/events.ts';
import { announcementPartsOf, userId } from '../../model/ids.ts';
import { enrollmentKey, HEX_DIGITS } from '../../model/keys.ts';
import { announcementKey } from '../../model/roster-keys.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { BucketReader, type BucketPage, type Cursor } from '../shared/roster-bucket.ts';
import { table } from '../shared/table.ts';

/** SQS's limit a request. */
const BATCH = 10;
/** Some hundreds of people a second: mails and open apps follow. */
const PAUSE_MS = 250;

export interface FanOut {
  readonly tableName: string;
  readonly queues: SQSClient;
  /** Queue of the function that makes notifications. */
  readonly queueUrl: string;
  /** Learners to whom it is handed on together. */
  readonly pieceSize: number;
  readonly hasTime: () => boolean;
}

type Announced = DomainEvent<'Announcement'>;

/**
 * Hands an announcement on for each who has learned in the course since before it was made, page after page. Who is
 * handed it twice, after a crash, is told once: a notification's id is made of the event and the person.
 * @param from where the run before has ended
 * @returns where the next one goes on; null once all have it
 */
export async function fanOut(event: Announced, from: Cursor, to: FanOut): Promise<Cursor | null> {
  const { courseUlid = '', ulid = '' } = announcementPartsOf(event.data.announcementId) ?? {};
  const { Item } = await table.send(
    new GetCommand({ TableName: to.tableName, Key: announcementKey(courseUlid, ulid), ConsistentRead: true }),
  );
  if (!Item) return null;
  const announcement = Item as AnnouncementItem;
  const reader = new BucketReader({ table, tableName: to.tableName, courseUlid, status: null });
  let cursor: Cursor | null = from;
  do {
    const { subs, last }: BucketPage = await reader.read(cursor, to.pieceSize);
    await send(event, announcement, await addressees(announcement, subs, to), to);
    cursor = last === null ? following(cursor) : { digit: cursor.digit, after: last };
    if (subs.length === to.pieceSize) await delay(PAUSE_MS);
  } while (cursor && to.hasTime());
  return cursor;
}

/** The beginning of the next partition, or null after the last one. */
function following({ digit }: Cursor): Cursor | null {
  const next = HEX_DIGITS[HEX_DIGITS.indexOf(digit) + 1];
  return next ? { digit: next, after: null } : null;
}

/** Who still learns there, and did when it was announced: who enrolls meanwhile finds it in the list, as later ones do. */
async function addressees(
  { courseUlid, announcedAt }: AnnouncementItem,
  subs: readonly string[],
  { tableName }: FanOut,
): Promise<string[]> {
  const keys = subs.map((sub) => enrollmentKey(sub, courseUlid));
  const items = await readItems({ table, tableName }, keys, ['status', 'enrolledAt']);
  return subs.filter((sub) => {
    const enrollment = itemIn<EnrollmentItem>(items, enrollmentKey(sub, courseUlid));
    return isLive(enrollment) && enrollment.enrolledAt <= announcedAt;
  });
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
