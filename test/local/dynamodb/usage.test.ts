import { describe, expect, it } from 'vitest';
import { Usage } from '../../../local/usage.ts';
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

describe('units are counted by partition key', () => {
  const byKeyOf = async (db: Database, operation: string, input: Answer) => {
    db.cloud.usage.clear();
    await db
      .as(EVERYTHING)(operation, input)
      .catch(() => undefined);
    return db.cloud.usage.report()['byKey'];
  };

  it('of the table and of its indexes', async () => {
    const db = await database();
    const kind = { kind: { S: 'k' } };
    expect(await byKeyOf(db, 'PutItem', put('a', kind))).toEqual({
      'Data a': { rcu: 0, wcu: 1 },
      'Data/index/byKind k': { rcu: 0, wcu: 1 },
    });
    expect(await byKeyOf(db, 'GetItem', get('a'))).toEqual({ 'Data a': { rcu: 0.5, wcu: 0 } });
    const query = {
      TableName: 'Data',
      IndexName: 'byKind',
      KeyConditionExpression: 'kind = :k',
      ExpressionAttributeValues: { ':k': { S: 'k' } },
    };
    expect(await byKeyOf(db, 'Query', query)).toEqual({ 'Data/index/byKind k': { rcu: 0.5, wcu: 0 } });
    expect(await byKeyOf(db, 'Scan', { TableName: 'Data' })).toEqual({});
  });

  it('of each item of a batch and a transaction, by size', async () => {
    const db = await database();
    const large = { Put: put('large', LARGE) };
    expect(await byKeyOf(db, 'TransactWriteItems', { TransactItems: [large, { Put: put('b') }] })).toEqual({
      'Data large': { rcu: 0, wcu: 10 },
      'Data b': { rcu: 0, wcu: 2 },
    });
    const Keys = [key('large'), key('b', 'none')];
    expect(await byKeyOf(db, 'BatchGetItem', { RequestItems: { Data: { Keys } } })).toEqual({
      'Data large': { rcu: 1, wcu: 0 },
      'Data b': { rcu: 0.5, wcu: 0 },
    });
  });

  it('of an index also where the request does not name its partition', async () => {
    const db = await database();
    await db.as(EVERYTHING)('PutItem', put('a', { kind: { S: 'k' } }));
    const update = {
      ...get('a'),
      UpdateExpression: 'SET note = :note',
      ExpressionAttributeValues: { ':note': { S: 'new' } },
    };
    expect(await byKeyOf(db, 'UpdateItem', update)).toEqual({
      'Data a': { rcu: 0, wcu: 1 },
      'Data/index/byKind ?': { rcu: 0, wcu: 1 },
    });
  });

  it('of a refused write too, and summed', async () => {
    const db = await database();
    const again = { ...put('a'), ...ONLY_NEW };
    await byKeyOf(db, 'PutItem', again);
    await db
      .as(EVERYTHING)('PutItem', again)
      .catch(() => undefined);
    expect(db.cloud.usage.report()['byKey']).toEqual({ 'Data a': { rcu: 0, wcu: 2 } });
  });

  it('and the thousand heaviest are told', () => {
    const usage = new Usage();
    for (let index = 0; index < 30_000; index += 1) {
      const wcu = index % 100 === 7 ? 100 : 1;
      usage.begin('dynamodb', 'PutItem', 'somebody')({ rcu: 0, wcu }, [{ key: `Data ${index}`, rcu: 0, wcu }]);
    }
    const byKey = Object.entries(usage.report()['byKey'] as Record<string, { wcu: number }>);
    expect(byKey).toHaveLength(1000);
    expect(byKey.filter(([, { wcu }]) => wcu === 100)).toHaveLength(300);
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
