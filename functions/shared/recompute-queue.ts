import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Asks for an aggregate to be rebuilt from its items. */
export interface RecomputeMessage {
  /** Its name, such as `learning:01J…`. */
  readonly aggregate: string;
  /** When it was found wrong, in seconds since the epoch: a later rebuild needs no other. Absent: whatever was rebuilt. */
  readonly since?: number;
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
