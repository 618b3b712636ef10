import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});
const TABLE = process.env['SHIPMENTS'] ?? '';

/** Consumer of the queue: writes down what it ships. The customer `poison` is never served. */
export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  const orders = records.map(({ body, messageId }) => ({
    messageId,
    ...(JSON.parse(body) as { id: string; customer: string; note: string }),
  }));
  const good = new Map(orders.filter(({ customer }) => customer !== 'poison').map((order) => [order.id, order]));
  if (good.size > 0) {
    const puts = [...good.values()].map(({ id, note }) => ({
      PutRequest: { Item: { id: { S: id }, note: { S: note } } },
    }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: puts } }));
  }
  const failed = orders.filter(({ customer }) => customer === 'poison');
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
