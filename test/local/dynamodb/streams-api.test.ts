import {
  DescribeStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  ResourceNotFoundException,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { ShardIteratorType } from '@aws-sdk/client-dynamodb-streams';
import { describe, expect, it } from 'vitest';
import { streamed, streamsClientOf } from './streamed.ts';
import type { StreamedDatabase } from './streamed.ts';
import { errorOf, key, put } from './table.ts';

const MINUTE = 60 * 1000;

/** The client, and the shard that holds the item with the key `a`. */
async function reader(db: StreamedDatabase) {
  const client = await streamsClientOf(db);
  await db.run('PutItem', put('a', { n: { N: '0' } }));
  const { shardId: ShardId } = db.shards().find(({ shardId }) => db.dynamodb.streams.latest(db.arn, shardId)) ?? {};
  const iterator = async (ShardIteratorType: ShardIteratorType, SequenceNumber?: string) => {
    const input = { StreamArn: db.arn, ShardId, ShardIteratorType, SequenceNumber };
    return (await client.send(new GetShardIteratorCommand(input))).ShardIterator;
  };
  const read = (ShardIterator: string | undefined, Limit?: number) =>
    client.send(new GetRecordsCommand({ ShardIterator, Limit }));
  return { client, ShardId, iterator, read };
}

describe("AWS's client of DynamoDB Streams", () => {
  it('lists and describes', async () => {
    const db = await streamed();
    const client = await streamsClientOf(db);
    const label = db.arn.split('/').at(-1);
    expect(await client.send(new ListStreamsCommand({ TableName: 'Data' }))).toMatchObject({
      Streams: [{ StreamArn: db.arn, TableName: 'Data', StreamLabel: label }],
    });
    expect(await client.send(new ListStreamsCommand({ TableName: 'None' }))).toMatchObject({ Streams: [] });
    db.dynamodb.splitShards('Data');
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: db.arn }));
    expect(StreamDescription).toMatchObject({
      StreamLabel: label,
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      CreationRequestDateTime: expect.any(Date),
      TableName: 'Data',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
    expect(StreamDescription?.Shards).toHaveLength(6);
    const children = await client.send(
      new DescribeStreamCommand({
        StreamArn: db.arn,
        ShardFilter: { Type: 'CHILD_SHARDS', ShardId: StreamDescription?.Shards?.[0]?.ShardId },
      }),
    );
    expect(children.StreamDescription?.Shards).toHaveLength(2);
  });

  it('lists shards page by page', async () => {
    const db = await streamed();
    const client = await streamsClientOf(db);
    db.dynamodb.splitShards('Data');
    const seen: unknown[] = [];
    let ExclusiveStartShardId: string | undefined;
    do {
      const { StreamDescription: page } = await client.send(
        new DescribeStreamCommand({ StreamArn: db.arn, Limit: 4, ExclusiveStartShardId }),
      );
      seen.push(...(page?.Shards ?? []).map(({ ShardId }) => ShardId));
      ExclusiveStartShardId = page?.LastEvaluatedShardId;
    } while (ExclusiveStartShardId);
    expect(seen).toEqual(db.shards().map(({ shardId }) => shardId));
  });

  it('reads from each kind of place', async () => {
    const db = await streamed();
    const { iterator, read } = await reader(db);
    const latest = await iterator('LATEST');
    for (const n of ['1', '2']) await db.run('PutItem', put('a', { n: { N: n } }));
    const values = async (from: string | undefined) =>
      (await read(from)).Records?.map((record) => record.dynamodb?.NewImage?.['n']?.N);
    expect(await values(await iterator('TRIM_HORIZON'))).toEqual(['0', '1', '2']);
    expect(await values(latest)).toEqual(['1', '2']);
    const second = (await db.records())[1]?.dynamodb.SequenceNumber;
    expect(await values(await iterator('AT_SEQUENCE_NUMBER', second))).toEqual(['1', '2']);
    expect(await values(await iterator('AFTER_SEQUENCE_NUMBER', second))).toEqual(['2']);
  });

  it('reads a record as the SDK knows it', async () => {
    const db = await streamed();
    const { iterator, read } = await reader(db);
    const { Records } = await read(await iterator('TRIM_HORIZON'));
    expect(Records).toEqual([
      expect.objectContaining({
        eventName: 'INSERT',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        dynamodb: expect.objectContaining({
          ApproximateCreationDateTime: new Date(Math.floor(db.cloud.clock.now() / 1000) * 1000),
          Keys: key('a'),
        }),
      }),
    ]);
    expect(Records?.[0]).not.toHaveProperty('eventSourceARN');
  });

  it('goes on with the next iterator, which ends with a closed shard', async () => {
    const db = await streamed();
    const { iterator, read } = await reader(db);
    await db.run('PutItem', put('a', { n: { N: '1' } }));
    const first = await read(await iterator('TRIM_HORIZON'), 1);
    const second = await read(first.NextShardIterator, 1);
    expect(second.Records?.[0]?.dynamodb?.NewImage?.['n']).toEqual({ N: '1' });
    const nothing = await read(second.NextShardIterator);
    expect(nothing.Records).toEqual([]);
    expect(nothing.NextShardIterator).toBeDefined();
    db.dynamodb.splitShards('Data');
    expect((await read(nothing.NextShardIterator)).NextShardIterator).toBeUndefined();
  });

  it('is told of what is too old', async () => {
    const db = await streamed();
    const { iterator, read } = await reader(db);
    const [record] = await db.records();
    const old = await iterator('TRIM_HORIZON');
    db.cloud.clock.pass(15 * MINUTE);
    await expect(read(old)).resolves.toMatchObject({ Records: [{ eventName: 'INSERT' }] });
    db.cloud.clock.pass(1);
    await expect(read(old)).rejects.toBeInstanceOf(ExpiredIteratorException);
    db.cloud.clock.pass(24 * 60 * MINUTE);
    const trimmed = iterator('AT_SEQUENCE_NUMBER', record?.dynamodb.SequenceNumber);
    await expect(trimmed).rejects.toBeInstanceOf(TrimmedDataAccessException);
    expect((await read(await iterator('TRIM_HORIZON'))).Records).toEqual([]);
  });

  it('is refused what is wrong', async () => {
    const db = await streamed();
    const { client, iterator, read, ShardId } = await reader(db);
    const calls: [() => Promise<unknown>, RegExp][] = [
      [() => read('nonsense'), /^Invalid ShardIterator$/],
      [async () => read(await iterator('LATEST'), 1001), /Limit should be less than or equal to 1000/],
      [async () => read(await iterator('LATEST'), 0), /greater than or equal to 1/],
      [() => iterator('AFTER_SEQUENCE_NUMBER'), /Invalid SequenceNumber/],
      [() => iterator('LATEST', '100000000000000000001'), /should not be passed/],
      [() => iterator('NONE' as ShardIteratorType), /Invalid ShardIteratorType/],
    ];
    for (const [call, message] of calls) {
      const error = await errorOf(call());
      expect(error.name).toBe('ValidationException');
      expect(error.message).toMatch(message);
    }
    const input = { StreamArn: db.arn, ShardIteratorType: 'LATEST' } as const;
    for (const each of [{ ShardId: 'shardId-00000000000000000000-00000000' }, { ShardId, StreamArn: `${db.arn}x` }]) {
      const call = client.send(new GetShardIteratorCommand({ ...input, ...each }));
      await expect(call).rejects.toBeInstanceOf(ResourceNotFoundException);
    }
  });
});

describe('a stream that a request makes', () => {
  const enable = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } };
  const disable = { StreamSpecification: { StreamEnabled: false } };

  it('is enabled, described, disabled', async () => {
    const { run } = await streamed();
    const table = { TableName: 'Data' };
    expect((await errorOf(run('UpdateTable', { ...table, ...enable }))).code).toBe('ValidationException');
    const { TableDescription: disabled } = await run('UpdateTable', { ...table, ...disable });
    expect(disabled).not.toHaveProperty('LatestStreamArn');
    expect((await errorOf(run('UpdateTable', { ...table, ...disable }))).code).toBe('ValidationException');
    const { TableDescription: enabled } = await run('UpdateTable', { ...table, ...enable });
    expect(enabled).toMatchObject({ ...enable, LatestStreamArn: expect.stringContaining('table/Data/stream/') });
  });
});
