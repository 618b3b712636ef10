import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Asks for an aggregate to be rebuilt from its items. */
export interface RecomputeMessage {
  /** Its name, such as `learning:01J…`. */
  readonly aggregate: string;
}

const queues = new SQSClient({});

export async function sendRecompute(queueUrl: string, message: RecomputeMessage, delaySeconds = 0): Promise<void> {
  await queues.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify(message),
      ...(delaySeconds > 0 ? { DelaySeconds: delaySeconds } : {}),
    }),
  );
}
