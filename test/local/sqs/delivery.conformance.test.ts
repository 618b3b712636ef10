import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { account } from './first-queue.ts';

const guide = 'AWSSimpleQueueService/latest/SQSDeveloperGuide/';
const api = 'AWSSimpleQueueService/latest/APIReference/';
const polling = `${guide}sqs-short-and-long-polling.html`;
const parameters = `${guide}sqs-configure-queue-parameters.html`;

documented(polling, 'By default, queues use short polling.', async () => {
  const { receive, attributes } = await account();
  expect(await receive()).toEqual([]);
  expect(await attributes()).toMatchObject({ ReceiveMessageWaitTimeSeconds: '0' });
});

documented(polling, 'The maximum long polling wait time is 20 seconds.', async () => {
  const { receive, send } = await account();
  await send('x');
  expect(await receive({ WaitTimeSeconds: 20 })).toHaveLength(1);
  await expect(receive({ WaitTimeSeconds: 21 })).rejects.toThrow('Must be between 0 and 20, if provided.');
});

documented(polling, 'The ReceiveMessage call doesn’t set WaitTimeSeconds, but the queue attribute', async () => {
  const { receive } = await account({ q: { ReceiveMessageWaitTimeSeconds: 0 } });
  expect(await receive()).toEqual([]);
});

documented(
  `${guide}sqs-delay-queues.html`,
  'any messages that you send to the queue remain invisible to consumers for the duration of the delay period.',
  async () => {
    const { send, receive, pass, attributes } = await account({ q: { DelaySeconds: 900 } });
    await send('x');
    pass(899);
    expect(await receive()).toEqual([]);
    expect(await attributes()).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' });
    pass(1);
    expect(await receive()).toHaveLength(1);
  },
);

documented(
  `${guide}sqs-message-timers.html`,
  "if you send a message with a 45-second timer, the message isn't visible to consumers for its first 45 seconds in the queue.",
  async () => {
    const { send, receive, pass } = await account();
    await send('x', { DelaySeconds: 45 });
    pass(44);
    expect(await receive()).toEqual([]);
    pass(1);
    expect(await receive()).toHaveLength(1);
  },
);

documented(
  `${guide}sqs-message-timers.html`,
  'The default (minimum) delay for a message is 0 seconds. The maximum is 15 minutes.',
  async () => {
    const { send } = await account();
    await send('x', { DelaySeconds: 900 });
    await expect(send('x', { DelaySeconds: 901 })).rejects.toThrow('DelaySeconds must be >= 0 and <= 900.');
    await expect(send('x', { DelaySeconds: -1 })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  },
);

documented(
  `${guide}sqs-message-timers.html`,
  'A message timer setting for an individual message overrides any DelaySeconds value on an Amazon SQS delay queue.',
  async () => {
    const { send, visible } = await account({ q: { DelaySeconds: 60 } });
    await send('now', { DelaySeconds: 0 });
    await send('later');
    expect(visible()).toBe(1);
  },
);

documented(parameters, 'By default, the queue retains messages for four days.', async () => {
  const { send, receive, pass } = await account();
  await send('x');
  pass(4 * 86_400 - 1);
  expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
  pass(1);
  expect(await receive()).toEqual([]);
});

documented(parameters, 'The range is 1 minute to 14 days. The default value is 4 days.', async () => {
  for (const seconds of [60, 1_209_600]) {
    await expect(account({ q: { MessageRetentionPeriod: seconds } })).resolves.toBeDefined();
  }
  for (const seconds of [59, 1_209_601]) {
    await expect(account({ q: { MessageRetentionPeriod: seconds } })).rejects.toThrow('from 60 to 1209600');
  }
});

documented(
  `${api}API_PurgeQueue.html`,
  "When you use the PurgeQueue action, you can't retrieve any messages deleted from a queue.",
  async () => {
    const { send, receive, client, url, pass } = await account();
    await send('x');
    await client.send(new PurgeQueueCommand({ QueueUrl: url }));
    pass(60);
    expect(await receive()).toEqual([]);
  },
);

documented(
  `${guide}standard-queues.html`,
  "Standard queues provide best-effort ordering which ensures that messages are generally delivered in the same order as they're sent.",
  async () => {
    const { send, receive } = await account();
    for (const body of ['1', '2', '3']) await send(body);
    expect((await receive()).map(({ Body }) => Body)).toEqual(['1', '2', '3']);
  },
);

documented(
  `${guide}standard-queues.html`,
  'you might get that message copy again when you receive messages.',
  async () => {
    const { send, visible, cloud } = await account();
    await send('x');
    cloud.faults.plan({ service: 'sqs', operation: 'ReceiveMessage', kind: 'duplicate', count: 1 });
    expect([visible(), visible(), visible()]).toEqual([1, 1, 0]);
  },
);
