import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { queueArn, sqsWith } from './account.ts';

const guide = 'AWSSimpleQueueService/latest/SQSDeveloperGuide/';
const logic = `${guide}FIFO-queues-understanding-logic.html`;
const once = `${guide}FIFO-queues-exactly-once-processing.html`;
const deduplication = `${guide}using-messagededuplicationid-property.html`;
const terms = `${guide}FIFO-key-terms.html`;

async function fifo(properties: Record<string, unknown> = {}) {
  const started = await sqsWith({
    'q.fifo': { FifoQueue: true, ...properties },
    'dead.fifo': { FifoQueue: true },
  });
  const { client, cloud } = started;
  const { url } = started.queues[0]!;
  return {
    ...started,
    /** A body such as `a1` is of group `a`. */
    send: (body: string, more: Record<string, unknown> = {}) =>
      client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: body,
          MessageGroupId: body[0],
          MessageDeduplicationId: body,
          ...more,
        }),
      ),
    receive: async (limit = 10, queueUrl = url) => {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: limit,
        MessageSystemAttributeNames: ['All'],
      });
      return (await client.send(command)).Messages ?? [];
    },
    remove: (handle?: string) => client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: handle })),
    pass: (seconds: number) => {
      cloud.clock.pass(seconds * 1000);
    },
  };
}

const bodies = (messages: readonly { readonly Body?: string }[]) => messages.map(({ Body }) => Body);

documented(
  logic,
  'each message can be received and processed in the exact order in which the messages were transmitted.',
  async () => {
    const { send, receive } = await fifo();
    for (const body of ['a1', 'a2', 'a3']) await send(body);
    expect(bodies(await receive())).toEqual(['a1', 'a2', 'a3']);
  },
);

documented(logic, "If you don't provide a message group ID, the action fails.", async () => {
  const { send } = await fifo();
  await expect(send('a1', { MessageGroupId: undefined })).rejects.toThrow('must contain the parameter MessageGroupId');
});

documented(
  logic,
  'Amazon SQS first attempts to return as many messages with the same message group ID as possible.',
  async () => {
    const { send, receive } = await fifo();
    for (const body of ['a1', 'b1', 'a2', 'b2']) await send(body);
    expect(bodies(await receive(2))).toEqual(['a1', 'a2']);
    expect(bodies(await receive(2))).toEqual(['b1', 'b2']);
  },
);

documented(
  logic,
  'no more messages for the same message group ID are returned unless you delete the message or it becomes visible.',
  async () => {
    const { send, receive, remove, pass } = await fifo();
    for (const body of ['a1', 'a2', 'a3']) await send(body);
    const [first] = await receive(1);
    expect(await receive()).toEqual([]);
    await remove(first!.ReceiptHandle);
    expect(bodies(await receive(1))).toEqual(['a2']);
    expect(await receive()).toEqual([]);
    pass(30);
    expect(bodies(await receive())).toEqual(['a2', 'a3']);
  },
);

documented(
  logic,
  'you might receive messages from another message group ID, in the same batch of 10 messages, but still in FIFO order.',
  async () => {
    const { send, receive } = await fifo();
    for (const body of ['a1', 'b1', 'a2', 'b2']) await send(body);
    expect(bodies(await receive())).toEqual(['a1', 'a2', 'b1', 'b2']);
  },
);

documented(
  once,
  "If you retry the SendMessage action within the 5-minute deduplication interval, Amazon SQS doesn't introduce any duplicates into the queue.",
  async () => {
    const { send, receive, pass } = await fifo();
    const first = await send('a1');
    pass(299);
    expect(await send('a1')).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
    expect(await receive()).toHaveLength(1);
  },
);

documented(
  once,
  'use a SHA-256 hash to generate the message deduplication ID using the body of the message—but not the attributes of the message.',
  async () => {
    const { send, receive } = await fifo({ ContentBasedDeduplication: true });
    const own = { MessageDeduplicationId: undefined };
    await send('a1', own);
    await send('a1', { ...own, MessageAttributes: { x: { DataType: 'String', StringValue: 'y' } } });
    await send('a2', own);
    expect(bodies(await receive())).toEqual(['a1', 'a2']);
  },
);

documented(once, 'To configure deduplication, you must do one of the following:', async () => {
  const { send } = await fifo();
  await expect(send('a1', { MessageDeduplicationId: undefined })).rejects.toThrow(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
});

documented(
  deduplication,
  "any messages sent with the same message deduplication ID are accepted successfully but aren't delivered during the 5-minute deduplication interval.",
  async () => {
    const { send, receive } = await fifo();
    await send('a1', { MessageDeduplicationId: 'same' });
    await send('a2', { MessageDeduplicationId: 'same' });
    expect(bodies(await receive())).toEqual(['a1']);
  },
);

documented(
  deduplication,
  'Retrying SendMessage requests after the deduplication interval expires can introduce duplicate messages into the queue.',
  async () => {
    const { send, receive, pass } = await fifo();
    await send('a1');
    pass(300);
    await send('a1');
    expect(bodies(await receive())).toEqual(['a1', 'a1']);
  },
);

documented(
  deduplication,
  'Message deduplication applies to an entire queue, not to individual message groups.',
  async () => {
    const { send, receive } = await fifo();
    await send('a1', { MessageDeduplicationId: 'same' });
    await send('b1', { MessageDeduplicationId: 'same' });
    expect(bodies(await receive())).toEqual(['a1']);
  },
);

documented(
  `${guide}high-throughput-fifo.html`,
  'Specifies whether deduplication occurs at the queue or message group level.',
  async () => {
    const { send, receive } = await fifo({
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
    await send('a1', { MessageDeduplicationId: 'same' });
    await send('b1', { MessageDeduplicationId: 'same' });
    await send('b2', { MessageDeduplicationId: 'same' });
    expect(bodies(await receive())).toEqual(['a1', 'b1']);
  },
);

documented(
  terms,
  'Amazon SQS continues to keep track of the message deduplication ID even after the message is received and deleted.',
  async () => {
    const { send, receive, remove } = await fifo();
    await send('a1');
    const [message] = await receive();
    await remove(message!.ReceiptHandle);
    await send('a1');
    expect(await receive()).toEqual([]);
  },
);

documented(terms, 'The large, non-consecutive number that Amazon SQS assigns to each message.', async () => {
  const { send, receive } = await fifo();
  const numbers = [await send('a1'), await send('a2')].map(({ SequenceNumber }) => BigInt(SequenceNumber!));
  expect(numbers[1]! - numbers[0]!).toBeGreaterThan(1n);
  expect((await receive()).map(({ Attributes }) => BigInt(Attributes!['SequenceNumber']!))).toEqual(numbers);
});

documented(
  `${guide}using-messagegroupid-property.html`,
  'When messages that belong to a particular message group ID are invisible, no other consumer can process messages with the same message group ID.',
  async () => {
    const { send, receive } = await fifo();
    for (const body of ['a1', 'a2', 'b1']) await send(body);
    await receive(1);
    expect(bodies(await receive())).toEqual(['b1']);
  },
);

documented(`${guide}sqs-message-timers.html`, "FIFO queues don't support timers on individual messages.", async () => {
  const { send } = await fifo();
  await expect(send('a1', { DelaySeconds: 5 })).rejects.toThrow('not valid for this queue type');
});

documented(
  `${guide}sqs-visibility-timeout.html`,
  'DeleteMessage operations will fail if the request is received outside of the visibility timeout window.',
  async () => {
    const { send, receive, remove, pass } = await fifo();
    await send('a1');
    const [message] = await receive();
    pass(30);
    await expect(remove(message!.ReceiptHandle)).rejects.toThrow('The receipt handle has expired.');
  },
);

documented(
  `${guide}sqs-dead-letter-queues.html`,
  "the original message's deduplication ID will be replaced with the original message's ID.",
  async () => {
    const { send, receive, pass, queues } = await fifo({
      RedrivePolicy: { deadLetterTargetArn: queueArn('dead.fifo'), maxReceiveCount: 1 },
    });
    const { MessageId } = await send('a1');
    await receive();
    pass(30);
    expect(await receive()).toEqual([]);
    expect(await receive(10, queues[1]!.url)).toMatchObject([
      { MessageId, Attributes: { MessageDeduplicationId: MessageId, MessageGroupId: 'a' } },
    ]);
  },
);

documented(
  `${guide}sqs-dead-letter-queues.html`,
  'the first message group remains unavailable until the message blocking the queue is processed successfully.',
  async () => {
    const { send, receive, pass } = await fifo();
    for (const body of ['a1', 'a2']) await send(body);
    for (let round = 0; round < 3; round += 1) {
      expect(bodies(await receive(1))).toEqual(['a1']);
      pass(30);
    }
  },
);
