import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { FOLDS, parseAggregate } from '../../functions/shared/folds/folds.ts';
import { findQueue, type Events } from './consumers.ts';

/**
 * Asks for an aggregate to be rebuilt from its sources.
 * @returns what to tell
 * @throws Error that names the kinds, when there is none of that name
 */
export async function recompute(events: Events, aggregate: string): Promise<string> {
  if (!parseAggregate(aggregate)) {
    const kinds = FOLDS.map(({ kind }) => `${kind}:…`).join(', ');
    throw new Error(`${aggregate} is no aggregate. Name one of: ${kinds}, with the id of what it is about.`);
  }
  const { url } = await findQueue(events, 'recompute', 'queue');
  await events.queues.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify({ aggregate }) }));
  return `${aggregate} is being recomputed.`;
}
