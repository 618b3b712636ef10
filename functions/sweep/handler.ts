import { Logger } from '@aws-lambda-powertools/logger';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DueMessage } from '../../model/delivery-message.ts';
import { readEnv } from '../shared/env.ts';
import { dueNotifications, lease } from './due.ts';
import { SWEEP_ENV } from './env.ts';
import { messagesFor } from './messages-for.ts';

const env = readEnv(SWEEP_ENV);
const logger = new Logger({ serviceName: 'sweep' });
const queues = new SQSClient({});

/**
 * Runs each minute: what is due by now goes to the delivery. It is set aside for a while, so that the next run leaves it
 * alone while the delivery is at it; should that fail for good, it is found again.
 */
export async function handler(): Promise<void> {
  const now = new Date();
  const due = await dueNotifications(env.TABLE, now);
  const messages = messagesFor(due, now);
  for (let start = 0; start < messages.length; start += 10) await send(messages.slice(start, start + 10));
  await lease(env.TABLE, due, now);
  if (due.length > 0) logger.info('Sent what is due', { notifications: due.length, messages: messages.length });
}

/** @throws Error when the queue did not take all: the next run finds them again */
async function send(messages: readonly DueMessage[]): Promise<void> {
  const { Failed = [] } = await queues.send(
    new SendMessageBatchCommand({
      QueueUrl: env.DELIVER_QUEUE_URL,
      Entries: messages.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) })),
    }),
  );
  if (Failed.length > 0) throw new Error(`The queue refused ${Failed.length} messages: ${Failed[0]?.Message ?? ''}`);
}
