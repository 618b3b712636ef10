import { setTimeout as delay } from 'node:timers/promises';
import { BatchWriteCommand, type BatchWriteCommandInput, type BatchWriteCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../model/keys.ts';
import type { Operator } from '../scripts/operator.ts';

/** DynamoDB's limit a request. */
const BATCH = 25;
/** Enough that the table never waits for the next batch. */
const AT_A_TIME = 4;
const PAUSE_MS = 50;

/** Writes items straight into the table, as an operator. @returns how many */
export async function load(operator: Operator, items: Iterator<Key, void>): Promise<number> {
  let written = 0;
  const write = async (): Promise<void> => {
    for (let batch = take(items, BATCH); batch.length > 0; batch = take(items, BATCH)) {
      await writeBatch(operator, batch);
      written += batch.length;
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, write));
  return written;
}

function take(items: Iterator<Key, void>, count: number): Key[] {
  const taken: Key[] = [];
  while (taken.length < count) {
    const next = items.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

/** What a throttled table hands back goes out again. */
async function writeBatch({ table, tableName }: Operator, items: readonly Key[]): Promise<void> {
  let requests: NonNullable<BatchWriteCommandInput['RequestItems']>[string] = items.map((Item) => ({
    PutRequest: { Item },
  }));
  while (requests.length > 0) {
    const answer: BatchWriteCommandOutput = await table.send(
      new BatchWriteCommand({ RequestItems: { [tableName]: requests } }),
    );
    requests = answer.UnprocessedItems?.[tableName] ?? [];
    if (requests.length > 0) await delay(PAUSE_MS);
  }
}
