import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { CONSUMER_ENV, readEnv } from './env.ts';
import { Poison } from './poison.ts';

const env = readEnv(CONSUMER_ENV);
const queues = new SQSClient({});

/** What a message says. @throws Poison for what is no message of this consumer's */
export type Read<Message> = (message: unknown) => Message;

/** What a consumer does with one message. It may come again, late, and in any order. */
export type Work<Message> = (message: Message, context: Context) => Promise<void>;

/**
 * The handler of a consumer's queue. Messages of a batch are worked at once, and fail one by one. What fails comes again;
 * what is `Poison`, or has failed as often as its queue allows, goes to the dead-letter queue with its cause.
 */
export function consume<Message>(
  logger: Logger,
  read: Read<Message>,
  work: Work<Message>,
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  return async (event, context) => {
    const processor = new BatchProcessor(EventType.SQS);
    const workOne = async (record: SQSRecord): Promise<void> => {
      try {
        await work(read(parse(record)), context);
      } catch (error) {
        const { messageId } = record;
        logger.error('A message failed', { messageId, receives: receivesOf(record), error: error as Error });
        if (!(error instanceof Poison) && receivesOf(record) < Number(env.MAX_RECEIVES)) throw error;
        await setAside(record, error);
      }
    };
    return processPartialResponse(event, workOne, processor, { context, throwOnFullBatchFailure: false });
  };
}

function parse({ body }: SQSRecord): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new Poison('The message is no JSON.', { cause });
  }
}

function receivesOf({ attributes }: SQSRecord): number {
  return Number(attributes.ApproximateReceiveCount);
}

/** SQS itself would move the message without saying why. */
async function setAside(record: SQSRecord, error: unknown): Promise<void> {
  const attribute = (text: string) => ({ DataType: 'String', StringValue: text.slice(0, 1000) || '-' });
  await queues.send(
    new SendMessageCommand({
      QueueUrl: env.DEAD_LETTERS_URL,
      MessageBody: record.body,
      MessageAttributes: {
        cause: attribute(error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
        receives: attribute(String(receivesOf(record))),
        messageId: attribute(record.messageId),
      },
    }),
  );
}
