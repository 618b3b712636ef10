import { DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { guide } from './conformance.ts';
import { numberOf, streamed, streamsClientOf } from './streamed.ts';
import { ADMINISTRATOR, errorOf, get, increment, key, put } from './table.ts';

const STREAMS = guide('Streams');
const HOUR = 60 * 60 * 1000;
const table = { TableName: 'Data' };
const view = (StreamViewType: string) => ({ StreamSpecification: { StreamEnabled: true, StreamViewType } });
const off = { StreamSpecification: { StreamEnabled: false } };

describe('a stream', () => {
  documented(STREAMS, 'Each stream record appears exactly once in the stream.', async () => {
    const { run, records, dynamodb } = await streamed();
    for (let n = 0; n < 40; n += 1) {
      await run('PutItem', put(`item-${n % 8}`, { n: { N: String(n) } }));
      if (n === 20) dynamodb.splitShards('Data');
    }
    const numbers = (await records()).map(({ dynamodb: { NewImage } }) => NewImage?.['n']);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, n) => ({ N: String(n) })));
  });

  documented(
    STREAMS,
    'For each item that is modified in a DynamoDB table, the stream records appear in the same sequence as the actual modifications to the item.',
    async () => {
      const { run, shards, dynamodb, arn } = await streamed();
      await Promise.all(Array.from({ length: 60 }, (_, n) => run('UpdateItem', increment(`item-${n % 3}`))));
      const last = new Map<unknown, number>();
      for (const { shardId } of shards()) {
        for (const record of await dynamodb.streams.records(ADMINISTRATOR, arn, shardId, undefined, 1000)) {
          const name = JSON.stringify(record.dynamodb.Keys['pk']);
          const n = Number((record.dynamodb.NewImage?.['n'] as { N: string }).N);
          expect(n).toBe((last.get(name) ?? 0) + 1);
          last.set(name, n);
        }
      }
      expect([...last.values()]).toEqual([20, 20, 20]);
    },
  );

  documented(STREAMS, 'KEYS_ONLY — Only the key attributes of the modified item.', async () => {
    const { run, records } = await streamed(undefined, view('KEYS_ONLY'));
    await run('PutItem', put('a', { n: { N: '1' } }));
    const [record] = await records();
    expect(record?.dynamodb).toMatchObject({ Keys: key('a'), StreamViewType: 'KEYS_ONLY' });
    expect(record?.dynamodb).not.toHaveProperty('NewImage');
  });

  documented(STREAMS, 'NEW_IMAGE — The entire item, as it appears after it was modified.', async () => {
    const { run, records } = await streamed(undefined, view('NEW_IMAGE'));
    await run('PutItem', put('a', { n: { N: '1' } }));
    await run('UpdateItem', increment('a'));
    const record = (await records())[1];
    expect(record?.dynamodb.NewImage).toEqual({ ...key('a'), n: { N: '2' } });
    expect(record?.dynamodb).not.toHaveProperty('OldImage');
  });

  documented(STREAMS, 'OLD_IMAGE — The entire item, as it appeared before it was modified.', async () => {
    const { run, records } = await streamed(undefined, view('OLD_IMAGE'));
    await run('PutItem', put('a', { n: { N: '1' } }));
    await run('UpdateItem', increment('a'));
    const record = (await records())[1];
    expect(record?.dynamodb.OldImage).toEqual({ ...key('a'), n: { N: '1' } });
    expect(record?.dynamodb).not.toHaveProperty('NewImage');
  });

  documented(
    STREAMS,
    'If you perform a PutItem or UpdateItem operation that does not change any data in an item, DynamoDB Streams does not write a stream record for that operation.',
    async () => {
      const { run, records } = await streamed(undefined, view('KEYS_ONLY'));
      await run('PutItem', put('a', { n: { N: '1.0' } }));
      await run('PutItem', put('a', { n: { N: '1' } }));
      await run('UpdateItem', { ...get('a'), UpdateExpression: 'SET n = n' });
      expect(await records()).toHaveLength(1);
    },
  );

  documented(
    STREAMS,
    "You receive a ValidationException if you try to disable a stream on a table that doesn't have a stream.",
    async () => {
      const { run } = await streamed();
      await run('UpdateTable', { ...table, ...off });
      expect((await errorOf(run('UpdateTable', { ...table, ...off }))).code).toBe('ValidationException');
    },
  );

  documented(
    STREAMS,
    'If you disable and then re-enable a stream on the table, a new stream is created with a different stream descriptor.',
    async () => {
      const { run, arn, cloud } = await streamed();
      await run('UpdateTable', { ...table, ...off });
      cloud.clock.pass(1);
      const { TableDescription } = await run('UpdateTable', { ...table, ...view('NEW_IMAGE') });
      const { LatestStreamArn } = TableDescription as { LatestStreamArn: string };
      expect(LatestStreamArn).not.toBe(arn);
    },
  );

  documented(
    STREAMS,
    'To determine the latest stream descriptor for a table, issue a DynamoDB DescribeTable request and look for the LatestStreamArn element in the response.',
    async () => {
      const { run, arn } = await streamed();
      expect(await run('DescribeTable', table)).toMatchObject({ Table: { LatestStreamArn: arn } });
      expect(arn).toMatch(/:table\/Data\/stream\/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}$/);
    },
  );

  documented(
    STREAMS,
    'Each stream record is assigned a sequence number, reflecting the order in which the record was published to the stream.',
    async () => {
      const { run, records } = await streamed();
      for (const pk of ['a', 'b', 'c', 'a']) await run('UpdateItem', increment(pk));
      const all = await records();
      expect(all.map(({ dynamodb }) => dynamodb.Keys['pk'])).toEqual(['a', 'b', 'c', 'a'].map((S) => ({ S })));
      expect(new Set(all.map(numberOf)).size).toBe(4);
      for (const record of all) expect(numberOf(record)).toMatch(/^\d{21,40}$/);
    },
  );

  documented(
    STREAMS,
    'Any shard can also split into multiple new shards; this also occurs automatically.',
    async () => {
      const { shards, dynamodb } = await streamed();
      const [parent] = shards();
      const after = dynamodb.splitShards('Data');
      expect(after.filter(({ parentShardId }) => parentShardId === parent?.shardId)).toHaveLength(2);
      expect(after[0]?.endingSequenceNumber).toBeDefined();
    },
  );

  documented(
    STREAMS,
    'If you disable a stream, any shards that are open will be closed. The data in the stream will continue to be readable for 24 hours.',
    async () => {
      const db = await streamed();
      const client = await streamsClientOf(db);
      await db.run('PutItem', put('a'));
      await db.run('UpdateTable', { ...table, ...off });
      const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: db.arn }));
      expect(StreamDescription?.StreamStatus).toBe('DISABLED');
      const shards = StreamDescription?.Shards ?? [];
      expect(shards.every(({ SequenceNumberRange: range }) => range?.EndingSequenceNumber)).toBe(true);
      const read = async () => {
        const pages = shards.map(async ({ ShardId }) => {
          const input = { StreamArn: db.arn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
          const { ShardIterator } = await client.send(new GetShardIteratorCommand(input));
          return (await client.send(new GetRecordsCommand({ ShardIterator }))).Records ?? [];
        });
        return (await Promise.all(pages)).flat();
      };
      expect(await read()).toHaveLength(1);
      db.cloud.clock.pass(25 * HOUR);
      await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    },
  );

  documented(
    STREAMS,
    'All data in DynamoDB Streams is subject to a 24-hour lifetime. You can retrieve and analyze the last 24 hours of activity for any given table.',
    async () => {
      const { run, records, cloud } = await streamed();
      await run('PutItem', put('a'));
      cloud.clock.pass(23.9 * HOUR);
      expect(await records()).toHaveLength(1);
      cloud.clock.pass(0.2 * HOUR);
      expect(await records()).toHaveLength(0);
    },
  );

  documented(
    guide('Streams.LowLevel.Walkthrough'),
    'Keys: {Id={N: 1,}},NewImage: {Message={S: This item has changed,}, Id={N: 1,}},OldImage: {Message={S: New item!,}, Id={N: 1,}},SequenceNumber: 200000000003218256412,SizeBytes: 56,StreamViewType: NEW_AND_OLD_IMAGES}',
    async () => {
      const Id = { AttributeName: 'Id', AttributeType: 'N' };
      const { run, records } = await streamed(undefined, {
        AttributeDefinitions: [Id],
        KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [],
      });
      const item = { Id: { N: '1' } };
      await run('PutItem', { ...table, Item: { ...item, Message: { S: 'New item!' } } });
      await run('PutItem', { ...table, Item: { ...item, Message: { S: 'This item has changed' } } });
      await run('DeleteItem', { ...table, Key: item });
      expect((await records()).map(({ dynamodb }) => dynamodb.SizeBytes)).toEqual([24, 56, 36]);
    },
  );
});
