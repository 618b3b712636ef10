import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { S3Event } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});
const TABLE = process.env['SHIPMENTS'] ?? '';

/** Notified of each receipt: notes its size at the order's shipment. */
export async function handler({ Records: records }: S3Event): Promise<void> {
  for (const { s3 } of records) {
    const id = decodeURIComponent(s3.object.key).replace(/^receipts\/(.*)\.txt$/, '$1');
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: TABLE,
        Key: { id: { S: id } },
        UpdateExpression: 'SET receiptBytes = :bytes',
        ExpressionAttributeValues: { ':bytes': { N: String(s3.object.size) } },
      }),
    );
  }
}
