import { Logger } from '@aws-lambda-powertools/logger';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, paginateQuery, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountItem } from '../../model/account.ts';
import type { CourseItem } from '../../model/course.ts';
import { tells, type DomainEvent } from '../../model/events.ts';
import { courseUlidOf, subOf } from '../../model/ids.ts';
import { INDEXES } from '../../model/indexes.ts';
import { newListing, shortListsOf } from '../../model/listing.ts';
import { accountKey, courseKey, type Key } from '../../model/keys.ts';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { inTurns } from '../shared/in-turns.ts';
import { readEvent } from '../shared/read-event.ts';
import { table } from '../shared/table.ts';
import { withRetries } from '../shared/with-retries.ts';
import { REFRESH_NAMES_ENV } from './env.ts';
import { isBehind, nameUpdate, type Named } from './name-update.ts';

const env = readEnv(REFRESH_NAMES_ENV);
const logger = new Logger({ serviceName: 'refresh-names' });

const PAGE = 50;
/** A rename is no reason to slow down others. */
const AT_ONCE = 5;

/**
 * Copies of people's names follow when somebody is renamed (`model/copies.ts`). Who comes again after a crash finds in the
 * index which copies are done. A course that was being made meanwhile is looked at when it is there.
 */
export const handler = consume(logger, readEvent, async (event) => {
  if (event.entity === 'Account' && event.changed.includes('displayName')) await refreshAll(event);
  if (event.entity === 'Course' && tells(event, 'course.created')) await refreshNew(event);
});

async function refreshAll(event: DomainEvent<'Account'>): Promise<void> {
  const mentor = await readAccount(event.data.userId);
  if (!mentor) return;
  await refreshListings(mentor, event);
  let refreshed = 0;
  const pages = paginateQuery(
    { client: table },
    {
      TableName: env.TABLE,
      IndexName: 'coursesOfMentor' satisfies keyof typeof INDEXES,
      KeyConditionExpression: '#mentor = :mentor',
      FilterExpression: 'attribute_not_exists(mentor.nameVersion) OR mentor.nameVersion < :version',
      ProjectionExpression: 'pk, sk',
      ExpressionAttributeNames: { '#mentor': INDEXES.coursesOfMentor.partitionKey },
      ExpressionAttributeValues: { ':mentor': mentor.id, ':version': mentor.version },
      Limit: PAGE,
    },
  );
  for await (const { Items = [] } of pages) {
    await inTurns(AT_ONCE, Items as Key[], (key) => refresh(key, mentor, event));
    refreshed += Items.length;
    logger.info('Names of a mentor refreshed on courses', { mentorId: mentor.id, refreshed });
  }
}

/** The short lists that the person is in. */
async function refreshListings(account: AccountItem, event: DomainEvent<'Account'>): Promise<void> {
  const cause = { actor: 'refresh-names', request: event.id, origin: 'refresh-names' };
  await Promise.all(
    shortListsOf(account).map(async (list) => {
      const Item = newListing({ ...account, cause }, list);
      const put = new PutCommand({
        TableName: env.TABLE,
        Item,
        // Whoever has left the list meanwhile stays out of it.
        ConditionExpression: 'version < :version',
        ExpressionAttributeValues: { ':version': account.version },
      });
      await table.send(put).catch((error: unknown) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      });
    }),
  );
}

/** It may carry the name of before. */
async function refreshNew(event: DomainEvent<'Course'>): Promise<void> {
  const mentor = await readAccount(event.data.mentorId);
  if (mentor) await refresh(courseKey(courseUlidOf(event.data.courseId) ?? ''), mentor, event);
}

async function readAccount(userId: string): Promise<AccountItem | null> {
  const { Item } = await table.send(
    new GetCommand({ TableName: env.TABLE, Key: accountKey(subOf(userId)), ConsistentRead: true }),
  );
  return (Item as AccountItem | undefined) ?? null;
}

async function refresh(key: Key, mentor: Named, event: DomainEvent): Promise<void> {
  const cause = { actor: 'refresh-names', request: event.id, origin: 'refresh-names' };
  // What has changed since it was read is read again.
  await withRetries(
    () => false,
    async () => {
      const { Item } = await table.send(
        new GetCommand({ TableName: env.TABLE, Key: { pk: key.pk, sk: key.sk }, ConsistentRead: true }),
      );
      const course = Item as CourseItem | undefined;
      if (course && isBehind(course, mentor)) await table.send(nameUpdate(env.TABLE, course, mentor, cause));
    },
  );
}
