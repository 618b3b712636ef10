import { BatchWriteCommand, paginateScan, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../model/keys.ts';
import type { Operator } from './operator.ts';

const BATCH_WRITE_LIMIT = 25;

/** Empties the table of a local stage that is filled anew: another DynamoDB keeps its items when our folder goes. */
export async function forgetItems({ table, tableName }: Operator): Promise<void> {
  const keys: Key[] = [];
  for await (const { Items = [] } of paginateScan({ client: table }, { TableName: tableName })) {
    keys.push(...(Items as Key[]).map(({ pk, sk }) => ({ pk, sk })));
  }
  for (let from = 0; from < keys.length; from += BATCH_WRITE_LIMIT) {
    const requests = keys.slice(from, from + BATCH_WRITE_LIMIT).map((Key) => ({ DeleteRequest: { Key } }));
    await write(table, { [tableName]: requests });
  }
}

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>;

/** Until nothing is left: what is throttled comes back. */
async function write(table: Operator['table'], requests: Requests): Promise<void> {
  const { UnprocessedItems = {} } = await table.send(new BatchWriteCommand({ RequestItems: requests }));
  if (Object.keys(UnprocessedItems).length > 0) await write(table, UnprocessedItems);
}
