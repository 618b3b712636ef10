import { TransactWriteCommand, BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { newClientToken } from '../../model/client-token.ts';
import { TIME_TO_LIVE } from '../../model/keys.ts';
import {
  IMPORT_DAYS,
  ROWS_A_CHUNK,
  type ImportCall,
  type ImportChunkItem,
  type ImportRow,
  type RosterImportItem,
} from '../../model/roster-import.ts';
import { importChunkKey, rosterImportKey } from '../../model/roster-keys.ts';
import type { Reader } from '../shared/read-items.ts';

export const MUTATION = 'importRoster';

/** DynamoDB's limit a request. */
const BATCH = 25;
const DAY_SECONDS = 86_400;

/** What a repeated call must say again. */
export function inputText({ courseId, uploadId }: ImportCall): string {
  return JSON.stringify([courseId, uploadId]);
}

/**
 * The rows first: with the import itself, which comes last and once, its work begins.
 * @throws TransactionCanceledException where a call with the same token was faster: its own rows are removed by their
 * time to live
 */
export async function writeImport(
  reader: Reader,
  call: ImportCall,
  courseUlid: string,
  rows: readonly ImportRow[],
): Promise<RosterImportItem> {
  const { table, tableName } = reader;
  const nowMs = Date.now();
  const nowSeconds = Math.floor(nowMs / 1000);
  const own = ulid(nowMs);
  const now = new Date(nowMs).toISOString();
  const kept = { [TIME_TO_LIVE]: nowSeconds + IMPORT_DAYS * DAY_SECONDS } as const;
  const cause = { actor: call.actor, request: call.request, origin: `Mutation.${MUTATION}` };
  await putChunks(reader, chunksOf(own, rows, kept));
  const item: RosterImportItem = {
    ...rosterImportKey(courseUlid, own),
    entity: 'RosterImport',
    v: 1,
    ulid: own,
    courseUlid,
    requesterId: call.actor,
    total: rows.length,
    processed: 0,
    counts: {},
    isDone: false,
    createdAt: now,
    ...kept,
    cause,
  };
  const token = newClientToken({
    sub: call.sub,
    mutation: MUTATION,
    clientToken: call.clientToken,
    ulid: own,
    input: inputText(call),
    now,
    nowSeconds,
    cause,
  });
  await table.send(
    new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } },
        {
          Put: {
            TableName: tableName,
            Item: token,
            ConditionExpression: 'attribute_not_exists(pk) OR #ttl < :now',
            ExpressionAttributeNames: { '#ttl': TIME_TO_LIVE },
            ExpressionAttributeValues: { ':now': nowSeconds },
          },
        },
      ],
    }),
  );
  return item;
}

function chunksOf(
  importUlid: string,
  rows: readonly ImportRow[],
  kept: Pick<ImportChunkItem, typeof TIME_TO_LIVE>,
): ImportChunkItem[] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_A_CHUNK) }, (_, place) => ({
    ...importChunkKey(importUlid, place),
    entity: 'RosterImportChunk' as const,
    v: 1 as const,
    rows: rows.slice(place * ROWS_A_CHUNK, (place + 1) * ROWS_A_CHUNK),
    isDone: false,
    ...kept,
  }));
}

/** @throws Error where the table does not take them: the caller tries again, and these are removed by their time to live */
async function putChunks({ table, tableName }: Reader, chunks: readonly ImportChunkItem[]): Promise<void> {
  for (let start = 0; start < chunks.length; start += BATCH) {
    const puts = chunks.slice(start, start + BATCH).map((Item) => ({ PutRequest: { Item } }));
    const { UnprocessedItems = {} } = await table.send(new BatchWriteCommand({ RequestItems: { [tableName]: puts } }));
    if (Object.keys(UnprocessedItems).length > 0) throw new Error('The table had no capacity for all rows.');
  }
}
