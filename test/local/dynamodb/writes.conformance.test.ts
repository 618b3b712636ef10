import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { guide, KEY, runner } from './conformance.ts';
import { ADMINISTRATOR, ARN, database, EVERYTHING, get, key, put } from './table.ts';
import type { Answer, Database } from './table.ts';

const ITEMS = guide('WorkingWithItems');
const CAPACITY = guide('HowItWorks.ReadWriteCapacityMode');
const n = (N: string | number) => ({ N: String(N) });
const sized = (bytes: number) => ({ b: { S: 'x'.repeat(bytes - 'pkask1b'.length) } });

describe('an answer', () => {
  documented(
    ITEMS,
    'If you overwrite an existing item, ALL_OLD returns the entire item as it appeared before the overwrite.',
    async () => {
      const run = await runner();
      expect(await run.put({ a: n(1) }, { ReturnValues: 'ALL_OLD' })).toEqual({});
      expect(await run.put({ a: n(2) }, { ReturnValues: 'ALL_OLD' })).toEqual({ Attributes: { ...KEY, a: n(1) } });
    },
  );

  documented(
    ITEMS,
    'If you update an existing item, UPDATED_OLD returns only the updated attributes, as they appeared before the update.',
    async () => {
      const run = await runner();
      const more = { ReturnValues: 'UPDATED_OLD' };
      expect(await run.update('SET a = :n', { ':n': n(1) }, more)).toEqual({});
      expect(await run.update('SET a = :n, b = :n', { ':n': n(2) }, more)).toEqual({ Attributes: { a: n(1) } });
    },
  );

  documented(
    ITEMS,
    'If you update an existing item, UPDATED_NEW returns only the affected attributes, as they appeared after the update.',
    async () => {
      const run = await runner();
      await run.put({ a: n(1), other: n(9) });
      const answer = await run.update('SET a = a + :n', { ':n': n(1) }, { ReturnValues: 'UPDATED_NEW' });
      expect(answer).toEqual({ Attributes: { a: n(2) } });
    },
  );

  documented(ITEMS, 'If you update a nonexistent item (upsert), ALL_NEW returns the entire item.', async () => {
    const run = await runner();
    const answer = await run.update('SET a = :n', { ':n': n(1) }, { ReturnValues: 'ALL_NEW' });
    expect(answer).toEqual({ Attributes: { ...KEY, a: n(1) } });
  });

  documented(ITEMS, "If you delete a nonexistent item, ALL_OLD doesn't return any data.", async () => {
    const run = await runner();
    expect(await run('DeleteItem', { Key: KEY, ReturnValues: 'ALL_OLD' })).toEqual({});
  });

  documented(
    ITEMS,
    'INDEXES — Returns the total number of write capacity units consumed, with subtotals for the table and any secondary indexes that were affected by the operation.',
    async () => {
      const run = await runner();
      const asked = (ReturnConsumedCapacity: string) =>
        run.put({ kind: { S: ReturnConsumedCapacity } }, { ReturnConsumedCapacity });
      expect(await asked('NONE')).toEqual({});
      expect(await asked('INDEXES')).toEqual({
        ConsumedCapacity: {
          TableName: 'Data',
          CapacityUnits: 3,
          Table: { CapacityUnits: 1 },
          GlobalSecondaryIndexes: { byKind: { CapacityUnits: 2 } },
        },
      });
      expect(await asked('TOTAL')).toEqual({ ConsumedCapacity: { TableName: 'Data', CapacityUnits: 3 } });
    },
  );
});

describe('a write', () => {
  documented(
    ITEMS,
    'With an atomic counter, the updates are not idempotent. In other words, the numeric value increments each time you call UpdateItem.',
    async () => {
      const run = await runner();
      await run.put({ Price: n(0) });
      const increments = Array.from({ length: 20 }, () => run.update('SET Price = Price + :incr', { ':incr': n(5) }));
      await Promise.all(increments);
      expect((await run.get())?.['Price']).toEqual(n(100));
    },
  );

  documented(
    ITEMS,
    "Because Alice has previously changed the Price to 8, the condition expression evaluates to false, and Bob's update fails.",
    async () => {
      const run = await runner();
      await run.put({ Price: n(10) });
      const change = (price: number) =>
        run.update(
          'SET Price = :newval',
          { ':newval': n(price), ':currval': n(10) },
          { ConditionExpression: 'Price = :currval' },
        );
      await change(8);
      await expect(change(12)).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
    },
  );

  documented(
    ITEMS,
    'If an item with the same key already exists in the table, it is replaced with the new item.',
    async () => {
      const run = await runner();
      await run.put({ a: n(1) });
      await run.put({ b: n(2) });
      expect(await run.get()).toEqual({ ...KEY, b: n(2) });
    },
  );

  documented(
    ITEMS,
    'In general, a batch operation does not fail unless all the requests in the batch fail.',
    async () => {
      const { dynamodb, cloud } = await database();
      cloud.faults.plan({ service: 'dynamodb', operation: 'BatchWriteItem', kind: 'throttle', count: 2 });
      const write = (...names: string[]) =>
        dynamodb.execute(ADMINISTRATOR, 'BatchWriteItem', {
          RequestItems: { Data: names.map((name) => ({ PutRequest: { Item: key(name) } })) },
        });
      expect(await write('a', 'b')).toEqual({ UnprocessedItems: { Data: [{ PutRequest: { Item: key('b') } }] } });
      await expect(write('b')).rejects.toMatchObject({ code: 'ProvisionedThroughputExceededException' });
    },
  );

  documented(ITEMS, 'BatchWriteItem does not support UpdateItem requests.', async () => {
    const run = await runner();
    const request = { UpdateRequest: { Key: KEY, UpdateExpression: 'SET a = :a' } };
    await expect(run('BatchWriteItem', { RequestItems: { Data: [request] } })).rejects.toMatchObject({ status: 400 });
  });
});

describe('capacity', () => {
  /** The units of one request of a role. */
  async function units(db: Database, operation: string, input: Answer) {
    db.cloud.usage.clear();
    await db
      .as(EVERYTHING)(operation, input)
      .catch(() => undefined);
    const { rcu, wcu } = db.cloud.usage.report();
    return [rcu, wcu];
  }
  const write = async (db: Database, bytes: number) => units(db, 'PutItem', put('a', sized(bytes)));

  documented(
    CAPACITY,
    'One write request unit represents one write for an item up to 1 KB in size. If you need to write an item that is larger than 1 KB, DynamoDB needs to consume additional write request units.',
    async () => {
      const db = await database();
      expect(await write(db, 1023)).toEqual([0, 1]);
      expect(await write(db, 1026)).toEqual([0, 2]);
    },
  );

  documented(
    CAPACITY,
    'For example, if your item size is 8 KB, you require 2 read request units to sustain one strongly consistent read, 1 read request unit if you choose eventually consistent reads, or 4 read request units for a transactional read request.',
    async () => {
      const db = await database();
      await write(db, 8 * 1024 - 8);
      expect(await units(db, 'GetItem', { ...get('a'), ConsistentRead: true })).toEqual([2, 0]);
      expect(await units(db, 'GetItem', get('a'))).toEqual([1, 0]);
      expect(await units(db, 'TransactGetItems', { TransactItems: [{ Get: get('a') }] })).toEqual([4, 0]);
    },
  );

  documented(
    CAPACITY,
    'If you perform a read operation on an item that does not exist, DynamoDB will still consume read throughput as outlined above.',
    async () => {
      const db = await database();
      expect(await units(db, 'GetItem', get('none'))).toEqual([0.5, 0]);
      expect(await units(db, 'GetItem', { ...get('none'), ConsistentRead: true })).toEqual([1, 0]);
    },
  );

  documented(
    CAPACITY,
    'For example, if your item size is 2 KB, you require 2 write request units to sustain one write request or 4 write request units for a transactional write request.',
    async () => {
      const db = await database();
      expect(await write(db, 2047)).toEqual([0, 2]);
      const transaction = { TransactItems: [{ Put: put('t', sized(2047)) }] };
      expect(await units(db, 'TransactWriteItems', transaction)).toEqual([0, 4]);
    },
  );

  documented(
    ITEMS,
    'If the item does not currently exist in the table, DynamoDB consumes one write capacity unit.',
    async () => {
      const db = await database();
      const failing = { ...put('a', sized(5000)), ConditionExpression: 'attribute_exists(pk)' };
      expect(await units(db, 'PutItem', failing)).toEqual([0, 1]);
    },
  );

  documented(
    ITEMS,
    'For example, a failed conditional write of a 1 KB item would consume one write capacity unit. If the item were twice that size, the failed conditional write would consume two write capacity units.',
    async () => {
      const db = await database();
      for (const [bytes, wcu] of [
        [1000, 1],
        [2000, 2],
      ] as const) {
        await write(db, bytes);
        const failing = { ...put('a'), ConditionExpression: 'attribute_not_exists(pk)' };
        expect(await units(db, 'PutItem', failing)).toEqual([0, wcu]);
      }
    },
  );

  documented(
    guide('CapacityUnitCalculations'),
    'An attribute of type List or Map requires 3 bytes of overhead, regardless of its contents.',
    async () => {
      const db = await database();
      // 1,024 bytes: the keys, the name, 3 of the list, 1 of its element.
      const list = (length: number) => ({ list: { L: [{ S: 'x'.repeat(length) }] } });
      const rest = 1024 - 'pkaskalist'.length - 3 - 1;
      expect(await units(db, 'PutItem', put('a', list(rest)))).toEqual([0, 1]);
      expect(await units(db, 'PutItem', put('a', list(rest + 1)))).toEqual([0, 2]);
    },
  );

  documented(
    guide('Query'),
    'For this reason, the number of capacity units consumed is the same whether you request all of the attributes (the default behavior) or just some of them (using a projection expression).',
    async () => {
      const db = await database();
      await write(db, 7000);
      const query = {
        TableName: 'Data',
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'a' } },
      };
      expect(await units(db, 'Query', query)).toEqual([1, 0]);
      expect(await units(db, 'Query', { ...query, ProjectionExpression: 'sk' })).toEqual([1, 0]);
      expect(await units(db, 'Query', { ...query, FilterExpression: 'attribute_exists(absent)' })).toEqual([1, 0]);
    },
  );

  documented(
    guide('Scan'),
    'A Scan operation with ConsistentRead set to true consumes twice as many read capacity units as compared to leaving ConsistentRead at its default value (false).',
    async () => {
      const db = await database();
      await write(db, 7000);
      expect(await units(db, 'Scan', { TableName: 'Data' })).toEqual([1, 0]);
      expect(await units(db, 'Scan', { TableName: 'Data', ConsistentRead: true })).toEqual([2, 0]);
    },
  );
});

describe('a table', () => {
  documented(
    guide('WorkingWithTables.Basics'),
    'To view details about a table, use the DescribeTable operation.',
    async () => {
      const run = await runner();
      expect(await run('DescribeTable', {})).toMatchObject({ Table: { TableArn: ARN, TableStatus: 'ACTIVE' } });
    },
  );
});
