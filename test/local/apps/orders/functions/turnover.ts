import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});
const TABLE = process.env['TURNOVERS'] ?? '';

interface WindowEvent {
  readonly Records: readonly DynamoDBRecord[];
  readonly window: { readonly start: string; readonly end: string };
  readonly shardId: string;
  readonly state: { readonly cents?: number };
  readonly isFinalInvokeForWindow: boolean;
}

/** Sums a minute of orders by tumbling windows, and keeps the sum when the minute is over. */
export async function handler({ Records: records, window, shardId, state, isFinalInvokeForWindow }: WindowEvent) {
  let cents = state.cents ?? 0;
  for (const { eventName, dynamodb: change } of records) {
    if (eventName === 'INSERT') cents += Number(change?.NewImage?.['cents']?.N);
  }
  if (isFinalInvokeForWindow && cents > 0) {
    const item = { minute: { S: window.start }, shard: { S: shardId }, cents: { N: String(cents) } };
    await dynamodb.send(new PutItemCommand({ TableName: TABLE, Item: item }));
  }
  return { state: { cents } };
}
