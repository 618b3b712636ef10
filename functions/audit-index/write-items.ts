import { setTimeout } from 'node:timers/promises';
import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AuditIndexItem } from '../../model/audit.ts';

/** DynamoDB takes so many at once. */
const BATCH = 25;
const LANES = 4;
/** Pauses before what was not processed is sent again, in milliseconds; doubled each time. */
const FIRST_PAUSE = 50;
const MAX_TRIES = 8;

/**
 * Puts items, batch by batch on a few lanes. Each put has its natural key: what was written before is written again.
 * @throws Error when the table is still too busy after all tries
 */
export async function writeItems(
  table: DynamoDBDocumentClient,
  tableName: string,
  items: readonly AuditIndexItem[],
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, batch) =>
    items.slice(batch * BATCH, (batch + 1) * BATCH),
  );
  const lane = async (): Promise<void> => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) await writeBatch(table, tableName, batch);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function writeBatch(
  table: DynamoDBDocumentClient,
  tableName: string,
  items: readonly AuditIndexItem[],
): Promise<void> {
  let left: Requests = items.map((Item) => ({ PutRequest: { Item } }));
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === MAX_TRIES) throw new Error(`The table has not taken ${left.length} items of the index.`);
    if (attempt > 0) await setTimeout(FIRST_PAUSE * 2 ** attempt);
    const { UnprocessedItems } = await table.send(new BatchWriteCommand({ RequestItems: { [tableName]: left } }));
    left = UnprocessedItems?.[tableName] ?? [];
  }
}

type Requests = NonNullable<BatchWriteCommand['input']['RequestItems']>[string];
