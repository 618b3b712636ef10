import { describe, expect, it } from 'vitest';
import { streamed } from './streamed.ts';
import { ADMINISTRATOR, database, errorOf, EVERYTHING, get, key, put } from './table.ts';

const fault = (operation: string, kind: 'throttle' | 'error' | 'latency' | 'crashAfterCommit', count = 1) => ({
  service: 'dynamodb',
  operation,
  kind,
  count,
});

describe('a fault', () => {
  it('throttles before anything has happened', async () => {
    const { cloud, dynamodb, as } = await database();
    cloud.faults.plan(fault('PutItem', 'throttle'));
    expect(await errorOf(as(EVERYTHING)('PutItem', put('a')))).toMatchObject({
      code: 'ProvisionedThroughputExceededException',
      status: 400,
      message: expect.stringMatching(/^The level of configured provisioned throughput for the table was exceeded/),
    });
    expect(await dynamodb.execute(ADMINISTRATOR, 'GetItem', get('a'))).toEqual({});
    await as(EVERYTHING)('PutItem', put('a'));
    expect(cloud.usage.report()).toMatchObject({ byOperation: { 'dynamodb:PutItem': { requests: 2, wcu: 1 } } });
  });

  it('fails a read, and a write before it is done', async () => {
    const { cloud, dynamodb } = await database();
    cloud.faults.plan(fault('*', 'error', 2));
    for (const [operation, input] of [
      ['GetItem', get('a')],
      ['PutItem', put('a')],
    ] as const) {
      const error = await errorOf(dynamodb.execute(ADMINISTRATOR, operation, input));
      expect(error).toMatchObject({ code: 'InternalServerError', status: 500 });
    }
    expect(await dynamodb.execute(ADMINISTRATOR, 'GetItem', get('a'))).toEqual({});
  });

  it('loses the answer of a write that is done, its stream record and its units included', async () => {
    const { cloud, as, records, run } = await streamed();
    cloud.faults.plan(fault('PutItem', 'crashAfterCommit'));
    expect(await errorOf(as(EVERYTHING)('PutItem', put('a')))).toMatchObject({ code: 'InternalServerError' });
    expect(await run('GetItem', get('a'))).toHaveProperty('Item');
    expect(await records()).toHaveLength(1);
    expect(cloud.usage.report()).toMatchObject({ wcu: 1 });
  });

  it('that is denied anyway strikes nobody', async () => {
    const { cloud, as } = await database();
    cloud.faults.plan(fault('PutItem', 'throttle'));
    expect((await errorOf(as()('PutItem', put('a')))).code).toBe('AccessDeniedException');
    expect(cloud.faults.report()).toMatchObject([{ struck: 0 }]);
  });

  it('strikes the readers of a stream', async () => {
    const { cloud, dynamodb, arn, shards, run } = await streamed();
    await run('PutItem', put('a'));
    cloud.faults.plan(fault('GetRecords', 'throttle'));
    const [shard] = shards();
    const read = () => dynamodb.streams.records(ADMINISTRATOR, arn, shard?.shardId ?? '', undefined, 10);
    expect((await errorOf(read())).code).toBe('ProvisionedThroughputExceededException');
    await expect(read()).resolves.toBeDefined();
  });
});

describe('a throttled batch', () => {
  const keys = ['a', 'b', 'c', 'd', 'e'].map((pk) => key(pk));

  it('that writes does a part and tells the rest', async () => {
    const { cloud, dynamodb } = await database();
    cloud.faults.plan(fault('BatchWriteItem', 'throttle'));
    const write = (RequestItems: unknown) => dynamodb.execute(ADMINISTRATOR, 'BatchWriteItem', { RequestItems });
    const requests = keys.map((Item) => ({ PutRequest: { Item } }));
    const { UnprocessedItems } = await write({ Data: requests });
    expect(UnprocessedItems).toEqual({ Data: requests.slice(3) });
    expect(await dynamodb.execute(ADMINISTRATOR, 'Scan', { TableName: 'Data' })).toMatchObject({ Count: 3 });
    expect(await write(UnprocessedItems)).toEqual({ UnprocessedItems: {} });
    expect(await dynamodb.execute(ADMINISTRATOR, 'Scan', { TableName: 'Data' })).toMatchObject({ Count: 5 });
  });

  it('that reads as well, with what was asked of the table', async () => {
    const { cloud, dynamodb } = await database();
    for (const Item of keys) await dynamodb.execute(ADMINISTRATOR, 'PutItem', { TableName: 'Data', Item });
    cloud.faults.plan(fault('BatchGetItem', 'throttle'));
    const asked = { ConsistentRead: true, Keys: keys };
    const reply = await dynamodb.execute(ADMINISTRATOR, 'BatchGetItem', { RequestItems: { Data: asked } });
    expect((reply['Responses'] as Record<string, unknown[]>)['Data']).toHaveLength(3);
    expect(reply['UnprocessedKeys']).toEqual({ Data: { ConsistentRead: true, Keys: keys.slice(3) } });
  });

  it('of one item is refused', async () => {
    const { cloud, dynamodb } = await database();
    cloud.faults.plan(fault('BatchWriteItem', 'throttle'));
    const one = { RequestItems: { Data: [{ PutRequest: { Item: key('a') } }] } };
    const error = await errorOf(dynamodb.execute(ADMINISTRATOR, 'BatchWriteItem', one));
    expect(error.code).toBe('ProvisionedThroughputExceededException');
  });
});

it('the lever knows the kinds of each operation', async () => {
  const { dynamodb } = await database();
  expect(dynamodb.faults).toMatchObject({
    GetItem: ['throttle', 'latency', 'error'],
    PutItem: expect.arrayContaining(['crashAfterCommit']),
    GetRecords: ['throttle', 'latency', 'error'],
  });
});
