import { StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { administrator, queueArn } from './account.ts';
import { account, redrive } from './first-queue.ts';

const guide = 'AWSSimpleQueueService/latest/SQSDeveloperGuide/';
const api = 'AWSSimpleQueueService/latest/APIReference/';
const deadLetters = `${guide}sqs-dead-letter-queues.html`;

documented(
  deadLetters,
  'The maxReceiveCount is the number of times a consumer tries receiving a message from a queue without deleting it before being moved to the dead-letter queue.',
  async () => {
    const { send, receive, pass, queues } = await account({ q: redrive(3), dead: {} });
    await send('x');
    for (let round = 0; round < 3; round += 1) {
      expect(await receive()).toHaveLength(1);
      pass(30);
    }
    expect(await receive()).toHaveLength(0);
    expect(await receive({}, queues[1]!.url)).toHaveLength(1);
  },
);

documented(
  deadLetters,
  'Setting the maxReceiveCount to a low value such as 1 would result in any failure to receive a message to cause the message to be moved to the dead-letter queue.',
  async () => {
    const { send, receive, pass, queues } = await account({ q: redrive(1), dead: {} });
    await send('x');
    await receive();
    pass(30);
    expect(await receive()).toHaveLength(0);
    expect(await receive({}, queues[1]!.url)).toHaveLength(1);
  },
);

documented(deadLetters, 'You must first create the queue before using it as a dead-letter queue.', async () => {
  await expect(account({ q: redrive(1) })).rejects.toThrow('Dead letter target does not exist');
});

documented(deadLetters, 'the dead-letter queue of a standard queue must also be a standard queue.', async () => {
  const queues = { q: redrive(1, 'dead.fifo'), 'dead.fifo': { FifoQueue: true } };
  await expect(account(queues)).rejects.toThrow('must be same type of queue');
});

documented(deadLetters, 'If you specify denyAll, the queue cannot be used as a dead-letter queue.', async () => {
  const dead = (redrivePermission: string) => ({ RedriveAllowPolicy: { redrivePermission } });
  await expect(account({ q: redrive(1), dead: dead('denyAll') })).rejects.toThrow('RedriveAllowPolicy');
  await expect(account({ q: redrive(1), dead: dead('allowAll') })).resolves.toBeDefined();
});

documented(
  deadLetters,
  'If you choose to allow specific queues (using the byQueue option), you can specify up to 10 source queues using the source queue Amazon Resource Name (ARN).',
  async () => {
    const dead = (...names: string[]) => ({
      RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: names.map(queueArn) },
    });
    await expect(account({ q: redrive(1), dead: dead('q') })).resolves.toBeDefined();
    await expect(account({ q: redrive(1), dead: dead('other') })).rejects.toThrow('RedriveAllowPolicy');
    const eleven = Array.from({ length: 11 }, (_, index) => `q${index}`);
    await expect(account({ q: redrive(1), dead: dead(...eleven) })).rejects.toThrow('1 to 10 sourceQueueArns');
  },
);

documented(
  deadLetters,
  'When a message is moved to a dead-letter queue, the enqueue timestamp is unchanged.',
  async () => {
    const { send, receive, pass, queues } = await account({ q: redrive(1), dead: { MessageRetentionPeriod: 100 } });
    await send('x');
    await receive();
    pass(60);
    await receive();
    pass(39);
    expect(await receive({ VisibilityTimeout: 0 }, queues[1]!.url)).toHaveLength(1);
    pass(1);
    expect(await receive({}, queues[1]!.url)).toHaveLength(0);
  },
);

documented(
  deadLetters,
  'all redriven messages are considered new messages with a new messageid, enqueueTime, and retention period.',
  async () => {
    const { send, receive, pass, queues, sqs, client } = await account({ q: redrive(1), dead: {} });
    const { MessageId } = await send('x');
    await receive();
    pass(30);
    await receive();
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: queues[1]!.arn }));
    const [message] = sqs.receive(administrator, queues[0]!.arn, 1);
    expect(message).toMatchObject({ body: 'x', attributes: { ApproximateReceiveCount: '1' } });
    expect(message!.messageId).not.toBe(MessageId);
    expect(message!.attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
  },
);

documented(
  `${api}API_ReceiveMessage.html`,
  'Returns the number of times a message has been received across all queues but not deleted.',
  async () => {
    const { send, receive, pass, queues } = await account({ q: redrive(2), dead: {} });
    await send('x');
    for (let round = 0; round < 3; round += 1) {
      await receive();
      pass(30);
    }
    const [message] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] }, queues[1]!.url);
    expect(message!.Attributes).toEqual({ ApproximateReceiveCount: '3' });
  },
);
