import {
  ChangeMessageVisibilityBatchCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  StartMessageMoveTaskCommand,
  type Message,
} from '@aws-sdk/client-sqs';
import { setTimeout as pause } from 'node:timers/promises';
import { findQueue, type Events } from './consumers.ts';

/** A message that was set aside. */
export interface DeadLetter {
  readonly cause: string;
  readonly at: string;
  readonly body: string;
}

const LOOK_SECONDS = 20;

/** Up to so many messages of a consumer's dead-letter queue. They stay there. */
export async function deadLetters(events: Events, consumer: string, atMost: number): Promise<DeadLetter[]> {
  const { url } = await findQueue(events, consumer, 'dead letters');
  const letters = new Map<string, Message>();
  try {
    for (;;) {
      const { Messages = [] } = await events.queues.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: LOOK_SECONDS,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      );
      for (const message of Messages) letters.set(message.MessageId ?? '', message);
      if (Messages.length === 0 || letters.size >= atMost) break;
    }
  } finally {
    await putBack(events, url, [...letters.values()]);
  }
  return [...letters.values()].slice(0, atMost).map(({ Body = '', Attributes, MessageAttributes }) => ({
    cause: MessageAttributes?.['cause']?.StringValue ?? 'not told',
    at: new Date(Number(Attributes?.['SentTimestamp'] ?? 0)).toISOString(),
    body: Body,
  }));
}

/** Who has only looked lets others see them at once. */
async function putBack({ queues }: Events, QueueUrl: string, messages: readonly Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages
      .slice(start, start + 10)
      .map(({ ReceiptHandle = '' }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await queues.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}

/** Puts what was set aside back into the consumer's queue. @returns how many messages were moved */
export async function redrive(events: Events, consumer: string): Promise<number> {
  const source = await findQueue(events, consumer, 'dead letters');
  const destination = await findQueue(events, consumer, 'queue');
  await events.queues.send(new StartMessageMoveTaskCommand({ SourceArn: source.arn, DestinationArn: destination.arn }));
  for (;;) {
    const { Results = [] } = await events.queues.send(
      new ListMessageMoveTasksCommand({ SourceArn: source.arn, MaxResults: 1 }),
    );
    const [task] = Results;
    if (task?.Status === 'FAILED')
      throw new Error(`The redrive failed: ${task.FailureReason ?? 'SQS does not say why'}`);
    if (task?.Status !== 'RUNNING') return task?.ApproximateNumberOfMessagesMoved ?? 0;
    await pause(500);
  }
}
