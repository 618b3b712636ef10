import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../../model/keys.ts';
import { foldJournalKey } from '../../model/job-keys.ts';
import { readItems } from '../shared/read-items.ts';
import type { Contribution } from '../shared/folds/contribution.ts';
import type { Item, SourceQuery } from '../shared/folds/fold.ts';
import type { JournalItem } from '../shared/folds/journal.ts';

interface Reader {
  readonly table: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** All items that count by a query, page by page. */
export async function* itemsOf(reader: Reader, source: SourceQuery): AsyncGenerator<Item, void> {
  const { table, tableName } = reader;
  const {
    index,
    partition: [name, value],
    prefix,
    countsBy,
  } = source;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: `#partition = :partition${prefix ? ' AND begins_with(sk, :prefix)' : ''}`,
        ExpressionAttributeNames: { '#partition': name },
        ExpressionAttributeValues: { ':partition': value, ...(prefix ? { ':prefix': prefix } : {}) },
        ...(index ? { IndexName: index } : { ConsistentRead: true }),
        ...(from ? { ExclusiveStartKey: from } : {}),
      }),
    );
    const found = (page.Items ?? []) as Item[];
    yield* countsBy ? ((await readItems(reader, found.map(countsBy))).values() as Iterable<Item>) : found;
    from = page.LastEvaluatedKey;
  } while (from);
}

/** What folds have left to the rebuild, in the order in which it was written. */
export async function journalOf(reader: Reader, aggregate: string, rebuildId: string): Promise<Contribution[]> {
  const { pk, sk }: Key = foldJournalKey(aggregate, rebuildId, '');
  const entries: Contribution[] = [];
  for await (const item of itemsOf(reader, { partition: ['pk', pk], prefix: sk })) {
    entries.push(...(item as unknown as JournalItem).contributions);
  }
  return entries.sort((one, other) => (one.sequence < other.sequence ? -1 : 1));
}
