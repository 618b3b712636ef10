import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { findQueue, type Events } from './consumers.ts';

/** Asks for an aggregate to be rebuilt from its sources. @returns what to tell */
export async function recompute(events: Events, aggregate: string): Promise<string> {
  const { url } = await findQueue(events, 'recompute', 'queue');
  await events.queues.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify({ aggregate }) }));
  return `${aggregate} is being recomputed.`;
}
