import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { sentMessageKey } from '../../model/keys.ts';
import type { Delivery } from '../../model/notification.ts';
import type { SentMessageItem } from '../../model/sending.ts';
import { destinationDigest } from '../shared/destination-digest.ts';
import { table } from '../shared/table.ts';
import { takeMessage } from '../shared/take-message.ts';
import { tableName } from './environment.ts';

/** As long as the function may run: what it has published, it has published by then. */
const LONGEST_RUN_MS = 30_000;
/** SNS's clock and ours differ, and the log is to the millisecond. */
const CLOCKS_DIFFER_MS = 1_000;

/** What goes where. */
export interface What {
  /** What goes to whom: sent once. */
  readonly what: string;
  /** Phone number, or ARN of an endpoint. */
  readonly destination: string;
}

/** What SNS has logged of a message whose answer was lost, or null as long as it has logged none. */
export async function findEvidence(what: What, startedAt: string): Promise<Delivery | null> {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'publishedAt BETWEEN :from AND :to AND (attribute_not_exists(sending) OR sending = :what)',
      ExpressionAttributeValues: {
        ':pk': sentMessageKey(destinationDigest(what.destination), '').pk,
        ':from': new Date(Date.parse(startedAt) - CLOCKS_DIFFER_MS).toISOString(),
        ':to': new Date(Date.parse(startedAt) + LONGEST_RUN_MS).toISOString(),
        ':what': what.what,
      },
      ConsistentRead: true,
    }),
  );
  for (const { sk, publishedAt = startedAt } of Items as SentMessageItem[]) {
    const taken = await takeEvidence(what, sk, publishedAt).catch((error: unknown) => {
      // Another message to the same phone, whose sender was faster.
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    });
    if (taken) return taken;
  }
  return null;
}

/** Notes which sending a message was. @returns what is known of it, in the receipt's words */
export async function takeEvidence({ what, destination }: What, messageId: string, at: string): Promise<Delivery> {
  const { status, failure = 'BOUNCE' } = await takeMessage({ tableName, what, destination, messageId });
  if (status === 'FAILURE') return { status: 'BOUNCED', reason: failure, at, messageId, messages: 0 };
  return { status: 'SENT', at, messageId };
}
