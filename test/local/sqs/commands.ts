import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';

export const send = (client: SQSClient, url: string, body: string, more: Record<string, unknown> = {}) =>
  client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, ...more }));

export const receive = async (client: SQSClient, url: string, more: Record<string, unknown> = {}) => {
  const command = new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, ...more });
  return (await client.send(command)).Messages ?? [];
};

export const bodiesOf = (messages: readonly { readonly Body?: string }[]) => messages.map(({ Body }) => Body);
