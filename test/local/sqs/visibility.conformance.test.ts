import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { account } from './first-queue.ts';

const guide = 'AWSSimpleQueueService/latest/SQSDeveloperGuide/';
const api = 'AWSSimpleQueueService/latest/APIReference/';
const visibility = `${guide}sqs-visibility-timeout.html`;

documented(visibility, 'The default visibility timeout for a message is 30 seconds.', async () => {
  const { send, receive, pass } = await account();
  await send('x');
  await receive();
  pass(29.999);
  expect(await receive()).toHaveLength(0);
  pass(0.001);
  expect(await receive()).toHaveLength(1);
});

documented(visibility, 'The minimum is 0 seconds. The maximum is 12 hours.', async () => {
  const { send, receive } = await account();
  await send('x');
  expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
  expect(await receive({ VisibilityTimeout: 43_200 })).toHaveLength(1);
  await expect(receive({ VisibilityTimeout: 43_201 })).rejects.toThrow('Must be between 0 and 43200, if provided.');
});

documented(visibility, "Amazon SQS doesn't automatically delete the message.", async () => {
  const { send, receive, attributes } = await account();
  await send('x');
  await receive();
  expect(await attributes()).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '1',
  });
});

documented(
  visibility,
  'When receiving messages, you can also set a special visibility timeout for the returned messages without changing the overall queue timeout.',
  async () => {
    const { send, receive, pass, attributes } = await account();
    await send('x');
    await receive({ VisibilityTimeout: 5 });
    pass(5);
    expect(await receive()).toHaveLength(1);
    expect(await attributes()).toMatchObject({ VisibilityTimeout: '30' });
  },
);

documented(
  visibility,
  'the 10 seconds begin to count from the time that you make the ChangeMessageVisibility call.',
  async () => {
    const { send, receive, change, pass } = await account({ q: { VisibilityTimeout: 60 } });
    await send('x');
    const [message] = await receive();
    pass(15);
    await change(message!.ReceiptHandle, 10);
    pass(9.999);
    expect(await receive()).toHaveLength(0);
    pass(0.001);
    expect(await receive()).toHaveLength(1);
  },
);

documented(
  visibility,
  "ChangeMessageVisibility doesn't affect the timeout of later receipts of the message or later queues.",
  async () => {
    const { send, receive, change, pass } = await account();
    await send('x');
    const [message] = await receive();
    await change(message!.ReceiptHandle, 1);
    pass(1);
    expect(await receive()).toHaveLength(1);
    pass(29);
    expect(await receive()).toHaveLength(0);
  },
);

documented(
  visibility,
  'The maximum visibility timeout is 12 hours from the time that Amazon SQS receives the ReceiveMessage request. Extending the visibility timeout does not reset the 12 hour maximum.',
  async () => {
    const { send, receive, change, pass } = await account();
    await send('x');
    const [message] = await receive();
    pass(10);
    await expect(change(message!.ReceiptHandle, 43_195)).rejects.toThrow(
      'Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
    );
    await change(message!.ReceiptHandle, 43_190);
  },
);

documented(
  visibility,
  'This makes the message immediately visible to other components in the system and available for processing.',
  async () => {
    const { send, receive, change } = await account();
    await send('x');
    const [message] = await receive();
    await change(message!.ReceiptHandle, 0);
    expect(await receive()).toHaveLength(1);
  },
);

documented(`${api}API_ChangeMessageVisibility.html`, "The specified message isn't in flight.", async () => {
  const { send, receive, change, pass } = await account();
  await send('x');
  const [message] = await receive();
  pass(30);
  await expect(change(message!.ReceiptHandle, 5)).rejects.toMatchObject({ name: 'MessageNotInflight' });
});
