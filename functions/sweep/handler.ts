import { Logger } from '@aws-lambda-powertools/logger';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DueMessage } from '../../model/delivery-message.ts';
import type { SuspensionEnd } from '../../model/suspension-end.ts';
import { readEnv } from '../shared/env.ts';
import { dueItems, lease } from './due.ts';
import { SWEEP_ENV } from './env.ts';
import { isNotification, messagesFor, suspensionEnds } from './messages-for.ts';

const env = readEnv(SWEEP_ENV);
const logger = new Logger({ serviceName: 'sweep' });
const queues = new SQSClient({});

/**
 * Runs each minute: what is due by now goes to the delivery, and ends of suspensions to who writes them down. It is set aside for a while, so that the next run leaves it
 * alone while the delivery is at it; should that fail for good, it is found again.
 */
export async function handler(): Promise<void> {
  const now = new Date();
  const due = await dueItems(env.TABLE, now);
  const messages = messagesFor(due.filter(isNotification), now);
  await sendAll(env.DELIVER_QUEUE_URL, messages);
  await sendAll(env.IDENTITY_QUEUE_URL, suspensionEnds(due));
  await lease(env.TABLE, due, now);
  if (due.length > 0) logger.info('Sent what is due', { items: due.length, messages: messages.length });
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
