import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CourseItem } from '../../model/course.ts';
import { tells, type DomainEvent } from '../../model/events.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { outlineRefreshKey } from '../../model/job-keys.ts';
import { courseKey } from '../../model/keys.ts';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { table } from '../shared/table.ts';
import { REFRESH_ENROLLMENTS_ENV, WALK_ENV } from './env.ts';
import { refreshPage } from './refresh-page.ts';
import { readMessage, type Walk } from './walk-message.ts';

const env = readEnv([...REFRESH_ENROLLMENTS_ENV, ...WALK_ENV]);
const logger = new Logger({ serviceName: 'refresh-enrollments' });
const queues = new SQSClient({});

/** A mentor's next edits come within it, and indexes and copies that callers read have settled. */
const WAIT_SECONDS = 15;
/** Enrollments of a page, and how long a page lasts at least: 400 a second, however many learn in a course. */
const PAGE_MS = 250;
/** Pages of one message: what a crash repeats. */
const PAGES = 40;
const KEPT_SECONDS = 8 * 86_400;

/**
 * Copies of a course on its enrollments follow its outline (`model/copies.ts`). An edit begins a walk through the course's
 * enrollments, after a while, and ends the walk of an edit before it: several in a row are one. A walk goes on by messages,
 * so a crash repeats no more than one of them.
 */
export const handler = consume(logger, readMessage, async (message) => {
  if ('courseUlid' in message) await walk(message);
  else if (message.entity === 'Course' && tells(message, 'outline.changed')) await begin(message);
});

async function begin({ data }: DomainEvent<'Course'>): Promise<void> {
  const start: Walk = { courseUlid: courseUlidOf(data.courseId) ?? '', version: data.version, step: 0, bucket: 0 };
  if (await claim(start, 'attribute_not_exists(version) OR version <= :version')) await send(start, WAIT_SECONDS);
}

async function walk(start: Walk): Promise<void> {
  // Another edit has begun a walk of its own, or the same message has come twice.
  if (!(await claim(start, 'version = :version AND step <= :step'))) return;
  const course = await readCourse(start.courseUlid);
  if (!course) return;
  let at: Walk | null = start;
  let refreshed = 0;
  for (let page = 0; at && page < PAGES; page += 1) {
    const pace = delay(PAGE_MS);
    const done: Awaited<ReturnType<typeof refreshPage>> = await refreshPage(env.TABLE, course, at);
    refreshed += done.refreshed;
    at = done.next;
    if (done.read > 0) await pace;
  }
  logger.info('Enrollments follow an outline', { course: start.courseUlid, version: course.version, refreshed, at });
  if (at) await send({ ...at, step: start.step + 1 }, 0);
}

/** @returns false where the condition says that it is another's turn */
async function claim({ courseUlid, version, step }: Walk, condition: string): Promise<boolean> {
  try {
    await table.send(
      new UpdateCommand({
        TableName: env.TABLE,
        Key: outlineRefreshKey(courseUlid),
        UpdateExpression: 'SET entity = :entity, version = :version, step = :step, expiresAt = :expiresAt',
        ConditionExpression: condition,
        ExpressionAttributeValues: {
          ':entity': 'OutlineRefresh',
          ':version': version,
          ':step': step,
          ':expiresAt': Math.floor(Date.now() / 1000) + KEPT_SECONDS,
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

async function readCourse(courseUlid: string): Promise<CourseItem | null> {
  const { Item } = await table.send(
    new GetCommand({ TableName: env.TABLE, Key: courseKey(courseUlid), ConsistentRead: true }),
  );
  return (Item as CourseItem | undefined) ?? null;
}

async function send(walk: Walk, seconds: number): Promise<void> {
  await queues.send(
    new SendMessageCommand({ QueueUrl: env.QUEUE_URL, MessageBody: JSON.stringify(walk), DelaySeconds: seconds }),
  );
}
