import { ReceiveMessageCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { roleWith } from '../iam/account.ts';
import { documented } from '../support/documented.ts';
import { account } from './first-queue.ts';

const guide = 'AWSSimpleQueueService/latest/SQSDeveloperGuide/';
const api = 'AWSSimpleQueueService/latest/APIReference/';
const identifiers = `${guide}sqs-queue-message-identifiers.html`;
const metadata = `${guide}sqs-message-metadata.html`;
const batches = `${guide}sqs-batch-api-actions.html`;

documented(
  identifiers,
  'The name of a FIFO queue must end with the .fifo suffix. The suffix counts towards the 80-character queue name quota.',
  async () => {
    await expect(account({ q: { FifoQueue: true } })).rejects.toThrow('end with .fifo');
    await expect(account({ [`${'x'.repeat(75)}.fifo`]: { FifoQueue: true } })).resolves.toBeDefined();
    await expect(account({ [`${'x'.repeat(76)}.fifo`]: { FifoQueue: true } })).rejects.toThrow('at most 80');
  },
);

documented(
  identifiers,
  'Each message receives a system-assigned message ID that Amazon SQS returns to you in the SendMessage response.',
  async () => {
    const { send, receive } = await account();
    const { MessageId } = await send('x');
    expect(await receive()).toMatchObject([{ MessageId }]);
  },
);

documented(
  identifiers,
  'If you receive a message more than once, each time you receive it, you get a different receipt handle.',
  async () => {
    const { send, receive } = await account();
    await send('x');
    const [first] = await receive({ VisibilityTimeout: 0 });
    const [second] = await receive();
    expect(second!.MessageId).toBe(first!.MessageId);
    expect(second!.ReceiptHandle).not.toBe(first!.ReceiptHandle);
  },
);

documented(
  identifiers,
  'To delete the message or to change the message visibility, you must provide the receipt handle (not the message ID).',
  async () => {
    const { send, receive, remove } = await account();
    const { MessageId } = await send('x');
    await expect(remove(MessageId)).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
    const [message] = await receive();
    await remove(message!.ReceiptHandle);
  },
);

documented(identifiers, 'The maximum length of a receipt handle is 1,024 characters.', async () => {
  const name = 'x'.repeat(80);
  const { send, receive } = await account({ [name]: {} });
  await send('x');
  const [message] = await receive();
  expect(message!.ReceiptHandle!.length).toBeLessThanOrEqual(1024);
});

const attribute = (more: Record<string, unknown>) => ({
  MessageAttributes: { a: { DataType: 'String', StringValue: 'x', ...more } },
});
const named = (name: string) => ({ MessageAttributes: { [name]: { DataType: 'String', StringValue: 'x' } } });

documented(metadata, 'Each message can have up to 10 attributes.', async () => {
  const { send } = await account();
  const many = (count: number) => ({
    MessageAttributes: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`a${index}`, { DataType: 'String', StringValue: 'x' }]),
    ),
  });
  await send('x', many(10));
  await expect(send('x', many(11))).rejects.toThrow('exceeds the allowed maximum [10]');
});

documented(metadata, 'The Name, Type, Value, and the message body must not be empty or null.', async () => {
  const { send } = await account();
  await expect(send('x', attribute({ StringValue: '' }))).rejects.toThrow('must contain a non-empty value');
  await expect(send('x', attribute({ DataType: '' }))).rejects.toThrow('non-empty message attribute type');
  await expect(send('x', named(''))).rejects.toThrow('is invalid');
  await expect(send('')).rejects.toThrow('non-empty message body');
});

for (const [quote, names] of [
  ["Can't start with AWS. or Amazon. (or any casing variations)", ['AWS.x', 'amazon.x', 'aws.X']],
  ['Must not start or end with a period', ['.x', 'x.']],
  ['Must not have periods in a sequence', ['a..b']],
  ['Can be up to 256 characters long', ['x'.repeat(257)]],
  [
    'The message attribute name can contain the following characters: A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.).',
    ['a b', 'é', 'a/b'],
  ],
] as const) {
  documented(metadata, quote, async () => {
    const { send } = await account();
    await send('x', named('a-Z_9.ok'));
    await send('x', named('x'.repeat(256)));
    for (const name of names) await expect(send('x', named(name))).rejects.toThrow('is invalid');
  });
}

documented(
  metadata,
  'Supported types include String, Number, and Binary. You can also add custom information for any data type.',
  async () => {
    const { send } = await account();
    await send('x', attribute({ DataType: 'Number.byte', StringValue: '1' }));
    await expect(send('x', attribute({ DataType: 'Boolean' }))).rejects.toThrow('Binary, Number, and String');
  },
);

documented(metadata, 'if the type is Number, Amazon SQS validates numerical values.', async () => {
  const { send } = await account();
  await send('x', attribute({ DataType: 'Number', StringValue: '-1.5e3' }));
  await expect(send('x', attribute({ DataType: 'Number', StringValue: 'one' }))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  });
});

documented(batches, 'To reduce costs or manipulate up to 10 messages with a single action', async () => {
  const { client, url } = await account();
  const send = (count: number) =>
    client.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: Array.from({ length: count }, (_, index) => ({ Id: `${index}`, MessageBody: 'x' })),
      }),
    );
  expect((await send(10)).Successful).toHaveLength(10);
  await expect(send(11)).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
  await expect(send(0)).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
});

documented(
  batches,
  'Setting permissions for SendMessage, DeleteMessage, or ChangeMessageVisibility sets permissions for the corresponding batch versions of the actions.',
  async () => {
    const { iam, clientOf, url, arn } = await account();
    const client = clientOf(roleWith(iam, { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn }));
    const batch = new SendMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: '1', MessageBody: 'x' }] });
    expect((await client.send(batch)).Successful).toHaveLength(1);
    await expect(client.send(new ReceiveMessageCommand({ QueueUrl: url }))).rejects.toThrow('sqs:receivemessage');
  },
);

documented(
  `${api}API_SendMessage.html`,
  'The message to send. The minimum size is one character. The maximum size is 1 MiB or 1,048,576 bytes',
  async () => {
    const { send } = await account();
    await send('x'.repeat(1_048_576));
    await expect(send('x'.repeat(1_048_577))).rejects.toThrow('Message must be shorter than 1048576 bytes.');
    const attributes = attribute({ StringValue: 'x'.repeat(1_048_576 - 8) });
    await send('x', attributes);
    await expect(send('xx', attributes)).rejects.toThrow('Message must be shorter');
  },
);

documented(
  `${api}API_SendMessage.html`,
  'If a message contains characters outside the allowed set, Amazon SQS rejects the message and returns an InvalidMessageContents error.',
  async () => {
    const { send, receive } = await account();
    await send('\t\n\r é 😀 \u{fffd}');
    for (const character of ['\u0000', '\u000b', '\ufffe', '\ud800']) {
      await expect(send(`a${character}`)).rejects.toMatchObject({ name: 'InvalidMessageContents' });
    }
    expect(await receive()).toMatchObject([{ Body: '\t\n\r é 😀 \u{fffd}' }]);
  },
);
