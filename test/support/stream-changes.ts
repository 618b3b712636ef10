import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { DescribeTableCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key } from '../../model/keys.ts';
import type { TestBackend } from './backend.ts';

/** An item before and after a change; undefined where there was or is none. */
export interface Change<Item> {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** All changes of one item, as the table's stream tells them. */
export async function changesOf<Item extends Key>(
  { url, operator: { table, tableName } }: TestBackend,
  key: Key,
): Promise<readonly Change<Item>[]> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const streams = new DynamoDBStreamsClient({ region: 'us-east-1', endpoint: url, credentials });
  const { Table } = await table.send(new DescribeTableCommand({ TableName: tableName }));
  const StreamArn = Table?.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const changes: Change<Item>[] = [];
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const from = new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
    let { ShardIterator } = await streams.send(from);
    for (let read = 1; read > 0 && ShardIterator;) {
      const page = await streams.send(new GetRecordsCommand({ ShardIterator }));
      const { Records = [], NextShardIterator } = page;
      for (const { dynamodb } of Records) {
        if (dynamodb?.Keys?.['pk']?.S !== key.pk || dynamodb.Keys['sk']?.S !== key.sk) continue;
        changes.push({ before: itemIn<Item>(dynamodb.OldImage), after: itemIn<Item>(dynamodb.NewImage) });
      }
      read = Records.length;
      ShardIterator = NextShardIterator;
    }
  }
  streams.destroy();
  return changes;
}

function itemIn<Item>(image: Record<string, unknown> | undefined): Item | undefined {
  return image && (unmarshall(image as Record<string, AttributeValue>) as Item);
}
