import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { TestCloud } from '../support/cloud.ts';
import { administrator, sqsWith } from './account.ts';
import { bodiesOf, receive, send } from './commands.ts';

describe('a message', () => {
  it('comes with its attributes and the checksums of both', async () => {
    const { client, queues, cloud } = await sqsWith({ q: {} });
    const { url } = queues[0]!;
    const sent = await send(client, url, 'héllo', {
      MessageAttributes: {
        text: { DataType: 'String.note', StringValue: 'x' },
        count: { DataType: 'Number', StringValue: '12' },
        bytes: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) },
      },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } },
    });
    const [message] = await receive(client, url, {
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'héllo',
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: {
        SenderId: '000000000000',
        SentTimestamp: String(cloud.clock.time),
        ApproximateReceiveCount: '1',
        ApproximateFirstReceiveTimestamp: String(cloud.clock.time),
        AWSTraceHeader: 'Root=1',
      },
    });
    expect(Buffer.from(message!.MessageAttributes!['bytes']!.BinaryValue!)).toEqual(Buffer.from([0, 255]));
    expect(message!.MessageAttributes!['text']).toMatchObject({ DataType: 'String.note', StringValue: 'x' });
  });

  it.each<[string, string[], string[]]>([
    ['none', [], []],
    ['all', ['.*'], ['a.one', 'a.two', 'b']],
    ['by name', ['b', 'c'], ['b']],
    ['by prefix', ['a.*'], ['a.one', 'a.two']],
  ])('shows the attributes that are asked for: %s', async (_, wanted, shown) => {
    const { client, queues } = await sqsWith({ q: {} });
    const { url } = queues[0]!;
    const MessageAttributes = Object.fromEntries(
      ['a.one', 'a.two', 'b'].map((name) => [name, { DataType: 'String', StringValue: name }]),
    );
    await send(client, url, 'x', { MessageAttributes });
    const [message] = await receive(client, url, { MessageAttributeNames: wanted });
    expect(Object.keys(message!.MessageAttributes ?? {})).toEqual(shown);
    expect(message!.Attributes).toBeUndefined();
  });

  it('moves to the dead-letter queue when it has been received too often, and keeps its id', async () => {
    const { client, queues, cloud } = await sqsWith({
      q: { RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead', maxReceiveCount: 2 } },
      dead: {},
    });
    const [q, dead] = queues.map(({ url }) => url);
    const { MessageId } = await send(client, q!, 'poison');
    for (let round = 0; round < 2; round += 1) {
      expect(await receive(client, q!)).toHaveLength(1);
      expect(await receive(client, dead!)).toEqual([]);
      cloud.clock.pass(30_000);
    }
    expect(await receive(client, q!)).toEqual([]);
    expect(await receive(client, dead!, { MessageSystemAttributeNames: ['All'] })).toMatchObject([
      { MessageId, Attributes: { ApproximateReceiveCount: '3', DeadLetterQueueSourceArn: queues[0]!.arn } },
    ]);
  });

  it('that is exhausted makes room for others in the same call', async () => {
    const { client, queues, cloud } = await sqsWith({
      q: { RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead', maxReceiveCount: 1 } },
      dead: {},
    });
    const { url } = queues[0]!;
    await send(client, url, 'old');
    await receive(client, url, { VisibilityTimeout: 0 });
    cloud.clock.pass(1);
    await send(client, url, 'new');
    expect(bodiesOf(await receive(client, url, { MaxNumberOfMessages: 1 }))).toEqual(['new']);
  });
});

describe('long polling', () => {
  it('answers when a message becomes visible: sent, or not deleted in time', async () => {
    const { client, queues, cloud, sqs } = await sqsWith({ q: {} });
    const { url, arn } = queues[0]!;
    sqs.send({ principal: administrator }, arn, { body: 'late', delaySeconds: 5 });
    const first = receive(client, url, { WaitTimeSeconds: 20 });
    await passUntil(cloud, first);
    expect(bodiesOf(await first)).toEqual(['late']);
  });

  it('answers with nothing when the time is up', async () => {
    const { client, queues, cloud } = await sqsWith({ q: { ReceiveMessageWaitTimeSeconds: 3 } });
    const empty = receive(client, queues[0]!.url);
    await passUntil(cloud, empty);
    expect(await empty).toEqual([]);
  });

  it('takes no message for a client that has gone', async () => {
    const { client, queues, sqs } = await sqsWith({ q: {} });
    const { url, arn } = queues[0]!;
    const gone = new AbortController();
    const command = new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 });
    const polled = client.send(command, { abortSignal: gone.signal }).catch((error: unknown) => error);
    await briefly();
    gone.abort();
    await polled;
    await briefly();
    sqs.send({ principal: administrator }, arn, { body: 'x' });
    expect(bodiesOf(await receive(client, url))).toEqual(['x']);
  });
});

describe('a batch', () => {
  it('succeeds and fails by entry', async () => {
    const { client, queues } = await sqsWith({ q: {} });
    const { url } = queues[0]!;
    const sent = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'good', MessageBody: 'x' },
          { Id: 'bad', MessageBody: 'y', DelaySeconds: 901 },
        ],
      }),
    );
    expect(sent.Successful).toMatchObject([{ Id: 'good' }]);
    expect(sent.Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'InvalidParameterValue' }]);
    const [message] = await receive(client, url);
    const deleted = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'one', ReceiptHandle: message!.ReceiptHandle },
          { Id: 'two', ReceiptHandle: 'none' },
        ],
      }),
    );
    expect(deleted.Successful).toMatchObject([{ Id: 'one' }]);
    expect(deleted.Failed).toMatchObject([{ Id: 'two', Code: 'ReceiptHandleIsInvalid' }]);
  });
});

describe('a receipt handle', () => {
  it('is of one delivery: an older one deletes nothing, and is none of another queue', async () => {
    const { client, queues, cloud } = await sqsWith({ q: {}, other: {} });
    const [q, other] = queues.map(({ url }) => url);
    await send(client, q!, 'x');
    const [first] = await receive(client, q!);
    cloud.clock.pass(30_000);
    const [second] = await receive(client, q!);
    expect(second!.ReceiptHandle).not.toBe(first!.ReceiptHandle);
    await client.send(new DeleteMessageCommand({ QueueUrl: q, ReceiptHandle: first!.ReceiptHandle }));
    cloud.clock.pass(30_000);
    const [third] = await receive(client, q!);
    await expect(
      client.send(new DeleteMessageCommand({ QueueUrl: other, ReceiptHandle: third!.ReceiptHandle })),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
    const change = new ChangeMessageVisibilityCommand({
      QueueUrl: q,
      ReceiptHandle: first!.ReceiptHandle,
      VisibilityTimeout: 0,
    });
    await expect(client.send(change)).rejects.toThrow('not available for visibility timeout change');
  });
});

/** A request, or its end, arrives. */
function briefly(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

/** Lets seconds pass until there is an answer. */
async function passUntil(cloud: TestCloud, answer: Promise<unknown>): Promise<void> {
  let done = false;
  void answer.finally(() => {
    done = true;
  });
  await eventually(() => {
    if (!done) cloud.clock.pass(1000);
    expect(done).toBe(true);
  });
}
