import { Logger } from '@aws-lambda-powertools/logger';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DueMessage } from '../../model/delivery-message.ts';
import type { SuspensionEnd } from '../../model/suspension-end.ts';
import { readEnv } from '../shared/env.ts';
import { inTurns } from '../shared/in-turns.ts';
import { dueItems, lease } from './due.ts';
import { SWEEP_ENV } from './env.ts';
import { isCourse, isNotification, messagesFor, suspensionEnds, type DueItem } from './messages-for.ts';
import { publishCourse } from './publish-course.ts';

/** Courses that are published at a time. */
const AT_ONCE = 5;

const env = readEnv(SWEEP_ENV);
const logger = new Logger({ serviceName: 'sweep' });
const queues = new SQSClient({});

/**
 * Runs each minute: courses whose moment has come are published, what is due by now goes to the delivery, and ends of
 * suspensions to who writes them down. These are set aside for a while, so that the next run leaves them alone while others
 * are at it; should that fail for good, they are found again.
 */
export async function handler(): Promise<void> {
  const now = new Date();
  const found = await dueItems(env.TABLE, now);
  const due = found.filter((item) => !isCourse(item));
  await inTurns(AT_ONCE, found.filter(isCourse), (course) => publish(course, now));
  const messages = messagesFor(due.filter(isNotification), now);
  await sendAll(env.DELIVER_QUEUE_URL, messages);
  await sendAll(env.IDENTITY_QUEUE_URL, suspensionEnds(due));
  await lease(env.TABLE, due, now);
  if (due.length > 0) logger.info('Sent what is due', { items: due.length, messages: messages.length });
}

/** One that can't be published keeps nobody else waiting; the next run tries again. */
async function publish({ pk, sk }: DueItem, now: Date): Promise<void> {
  try {
    const publication = { tableName: env.TABLE, requiresApproval: env.REQUIRES_APPROVAL === 'true' };
    const outcome = await publishCourse({ pk, sk }, now, publication);
    logger.info('The moment of a course has come', { course: pk, outcome });
  } catch (error) {
    logger.error('A course could not be published', { course: pk, error: error as Error });
  }
}

type Message = DueMessage | SuspensionEnd;

async function sendAll(queueUrl: string, messages: readonly Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += 10) await send(queueUrl, messages.slice(start, start + 10));
}

/** @throws Error when the queue did not take all: the next run finds them again */
async function send(queueUrl: string, messages: readonly Message[]): Promise<void> {
  const { Failed = [] } = await queues.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: messages.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) })),
    }),
  );
  if (Failed.length > 0) throw new Error(`The queue refused ${Failed.length} messages: ${Failed[0]?.Message ?? ''}`);
}
