import type { DynamoDBRecord } from 'aws-lambda';

/** Enrichment of the Pipe: what the bus is to know of new orders. */
export async function handler(records: readonly DynamoDBRecord[]) {
  return records.map(({ eventID, dynamodb }) => ({
    record: eventID,
    id: dynamodb?.NewImage?.['id']?.S,
    customer: dynamodb?.NewImage?.['customer']?.S,
    cents: Number(dynamodb?.NewImage?.['cents']?.N),
  }));
}
