import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { administrator, queueArn, sqsWith } from './account.ts';
import type { QueueDeclarations } from './account.ts';

/** The first queue, by commands as an engineer would give them. */
export async function account(queues: QueueDeclarations = { q: {} }) {
  const started = await sqsWith(queues);
  const { client, cloud, sqs } = started;
  const { url, arn } = started.queues[0]!;
  return {
    ...started,
    url,
    arn,
    send: (body: string, more: Record<string, unknown> = {}) =>
      client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, ...more })),
    receive: async (more: Record<string, unknown> = {}, queueUrl = url) => {
      const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, ...more });
      return (await client.send(command)).Messages ?? [];
    },
    remove: (handle?: string) => client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: handle })),
    change: (handle: string | undefined, seconds: number) =>
      client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout: seconds }),
      ),
    attributes: async () =>
      (await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }))).Attributes ?? {},
    pass: (seconds: number) => {
      cloud.clock.pass(seconds * 1000);
    },
    /** How many can be received now. */
    visible: () => sqs.receive(administrator, arn, 10).length,
  };
}

/** Properties of a queue with a dead-letter queue. */
export const redrive = (maxReceiveCount: number, name = 'dead') => ({
  RedrivePolicy: { deadLetterTargetArn: queueArn(name), maxReceiveCount },
});
