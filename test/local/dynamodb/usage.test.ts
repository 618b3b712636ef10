import { describe, expect, it } from 'vitest';
import { ADMINISTRATOR, database, errorOf, EVERYTHING, get, increment, key, put } from './table.ts';
import type { Answer, Database } from './table.ts';

const LARGE = { body: { S: 'x'.repeat(4990) } };
const ONLY_NEW = { ConditionExpression: 'attribute_not_exists(pk)' };

/** What one request of a role is counted as. */
async function costOf(db: Database, operation: string, input: Answer): Promise<Answer> {
  db.cloud.usage.clear();
  await db
    .as(EVERYTHING)(operation, input)
    .catch(() => undefined);
  const { requests, rcu, wcu } = db.cloud.usage.report();
  expect(requests).toBe(1);
  return { rcu, wcu };
}

describe("a request costs AWS's units", () => {
  it('to read', async () => {
    const db = await database();
    await db.dynamodb.execute(ADMINISTRATOR, 'PutItem', put('large', LARGE));
    const query = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'large' } } };
    const costs = [
      [await costOf(db, 'GetItem', get('large')), 1],
      [await costOf(db, 'GetItem', { ...get('large'), ConsistentRead: true }), 2],
      [await costOf(db, 'GetItem', get('none')), 0.5],
      [await costOf(db, 'Query', { TableName: 'Data', ...query }), 1],
      [
        await costOf(db, 'BatchGetItem', { RequestItems: { Data: { Keys: [key('large'), key('none'), key('no')] } } }),
        2,
      ],
      [await costOf(db, 'TransactGetItems', { TransactItems: [{ Get: get('large') }, { Get: get('none') }] }), 6],
    ] as const;
    for (const [cost, rcu] of costs) expect(cost).toEqual({ rcu, wcu: 0 });
  });

  it('to write, indexes included', async () => {
    const db = await database();
    const costs = [
      [await costOf(db, 'PutItem', put('large', LARGE)), 5],
      [await costOf(db, 'PutItem', put('kind', { kind: { S: 'k' } })), 2],
      [await costOf(db, 'PutItem', put('kind', { kind: { S: 'l' } })), 3],
      [await costOf(db, 'TransactWriteItems', { TransactItems: [{ Put: put('a') }, { Update: increment('b') }] }), 4],
      [await costOf(db, 'DeleteItem', { TableName: 'Data', Key: key('large') }), 5],
    ] as const;
    for (const [cost, wcu] of costs) expect(cost).toEqual({ rcu: 0, wcu });
  });

  it('when a condition fails: those of the item that is there', async () => {
    const db = await database();
    await db.dynamodb.execute(ADMINISTRATOR, 'PutItem', put('large', LARGE));
    const isThere = { ConditionExpression: 'attribute_exists(pk)' };
    expect(await costOf(db, 'PutItem', { ...put('large'), ...ONLY_NEW })).toEqual({ rcu: 0, wcu: 5 });
    expect(await costOf(db, 'UpdateItem', { ...increment('none'), ...isThere })).toEqual({ rcu: 0, wcu: 1 });
    const canceled = { TransactItems: [{ Put: { ...put('large'), ...ONLY_NEW } }, { Put: put('b') }] };
    expect(await costOf(db, 'TransactWriteItems', canceled)).toEqual({ rcu: 0, wcu: 4 });
  });

  it('but nothing when the administrator makes it or it is refused', async () => {
    const db = await database();
    await db.dynamodb.execute(ADMINISTRATOR, 'PutItem', put('a'));
    await errorOf(db.as()('PutItem', put('a')));
    expect(db.cloud.usage.report()).toMatchObject({ requests: 0, wcu: 0 });
  });
});

describe('the answer holds what the caller asked for and no more', () => {
  it('capacity', async () => {
    const { as } = await database();
    const run = as(EVERYTHING);
    expect(await run('PutItem', put('a'))).toEqual({});
    expect(await run('PutItem', { ...put('a'), ReturnConsumedCapacity: 'TOTAL' })).toEqual({
      ConsumedCapacity: { TableName: 'Data', CapacityUnits: 1 },
    });
    expect(await run('GetItem', { ...get('a'), ReturnConsumedCapacity: 'INDEXES' })).toMatchObject({
      ConsumedCapacity: { CapacityUnits: 0.5, Table: { CapacityUnits: 0.5 } },
    });
  });

  it('the old item of a failed condition', async () => {
    const { as } = await database();
    const run = as(EVERYTHING);
    await run('PutItem', put('a'));
    const again = { ...put('a'), ...ONLY_NEW };
    const failed = { code: 'ConditionalCheckFailedException', message: 'The conditional request failed' };
    expect(await errorOf(run('PutItem', again))).toMatchObject({ ...failed, details: {} });
    const withItem = { ...again, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    expect(await errorOf(run('PutItem', withItem))).toMatchObject({ ...failed, details: { Item: key('a') } });
    expect(
      await errorOf(run('TransactWriteItems', { TransactItems: [{ Put: withItem }, { Put: put('b') }] })),
    ).toMatchObject({
      code: 'TransactionCanceledException',
      details: { CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: key('a') }, { Code: 'None' }] },
    });
  });
});
