import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { guide, refusal } from './conformance.ts';
import { ADMINISTRATOR, database, errorOf, EVERYTHING, get, increment, key, put } from './table.ts';
import type { Answer } from './table.ts';

const PAGE = guide('transaction-apis');
const ERRORS = guide('Programming.Errors');
const MINUTE = 60_000;

async function transactions() {
  const db = await database();
  const run = (operation: string, input: Answer) => db.dynamodb.execute(ADMINISTRATOR, operation, input);
  return {
    ...db,
    run,
    write: (...TransactItems: Answer[]) => run('TransactWriteItems', { TransactItems }),
    count: async () => (await run('Scan', { TableName: 'Data' }))['Count'],
  };
}

const onlyNew = { ConditionExpression: 'attribute_not_exists(pk)' };
const reasons = (error: unknown) =>
  (error as { details: { CancellationReasons: unknown } }).details.CancellationReasons;

describe('all or nothing', () => {
  documented(
    PAGE,
    'The actions are completed atomically so that either all of them succeed or none of them succeeds.',
    async () => {
      const { run, write, count } = await transactions();
      await run('PutItem', put('b'));
      const error = await errorOf(write({ Put: put('a') }, { Put: { ...put('b'), ...onlyNew } }));
      expect(error.code).toBe('TransactionCanceledException');
      expect(await count()).toBe(1);
      await write({ Put: put('a') }, { Put: put('b') });
      expect(await count()).toBe(2);
    },
  );

  documented(
    PAGE,
    'ConditionCheck — Checks that an item exists or checks the condition of specific attributes of the item.',
    async () => {
      const { run, write, count } = await transactions();
      const check = {
        ConditionCheck: { TableName: 'Data', Key: key('c'), ConditionExpression: 'attribute_exists(pk)' },
      };
      await expect(write(check, { Put: put('a') })).rejects.toMatchObject({ code: 'TransactionCanceledException' });
      await run('PutItem', put('c'));
      await write(check, { Put: put('a') });
      expect(await count()).toBe(2);
    },
  );

  documented(PAGE, "You can't target the same item with multiple operations within the same transaction.", async () => {
    const { write } = await transactions();
    const twice = write({ Put: put('a') }, { Update: increment('a') });
    expect(await refusal(twice)).toBe('Transaction request cannot include multiple operations on one item');
  });

  documented(PAGE, 'If no matching item is found, Get does not return any data.', async () => {
    const { run } = await transactions();
    await run('PutItem', put('a'));
    const TransactItems = [{ Get: get('a') }, { Get: get('none') }];
    const { Responses } = await run('TransactGetItems', { TransactItems });
    expect(Responses).toEqual([{ Item: key('a') }, {}]);
  });

  documented(
    PAGE,
    'When an item size becomes too large (larger than 400 KB), or a local secondary index (LSI) becomes too large, or a similar validation error occurs because of changes made by the transaction.',
    async () => {
      const { write, count, run } = await transactions();
      await run('PutItem', put('a', { b: { S: 'x'.repeat(300_000) } }));
      const grow = {
        Update: {
          TableName: 'Data',
          Key: key('a'),
          UpdateExpression: 'SET c = :c',
          ExpressionAttributeValues: { ':c': { S: 'x'.repeat(200_000) } },
        },
      };
      const error = await errorOf(write({ Put: put('b') }, grow));
      expect(reasons(error)).toMatchObject([{ Code: 'None' }, { Code: 'ValidationError' }]);
      expect(await count()).toBe(1);
    },
  );

  documented(PAGE, 'When there is a user error, such as an invalid data format.', async () => {
    const { write, count } = await transactions();
    const update = (UpdateExpression: string, values?: Answer) => ({
      Update: {
        TableName: 'Data',
        Key: key('a'),
        UpdateExpression,
        ...(values && { ExpressionAttributeValues: values }),
      },
    });
    const one = { ':a': { N: '1' } };
    expect(await refusal(write(update('SET status = :a', one)))).toContain('reserved keyword: status');
    expect(await refusal(write(update('SET a = :a, a.b = :a', one)))).toContain('paths overlap');
    expect(await refusal(write(update('SET a = :b')))).toContain('is not defined; attribute value: :b');
    expect(await refusal(write(update('SET a = :a', { ...one, ':b': { N: '1' } })))).toContain('unused in expressions');
    expect(await refusal(write(update('')))).toContain('UpdateExpression');
    const onKey = await errorOf(write(update('SET sk = :a', { ':a': { S: 'x' } })));
    expect(reasons(onKey)).toEqual([
      { Code: 'ValidationError', Message: expect.stringContaining('This attribute is part of the key') },
    ]);
    const check = {
      ConditionCheck: {
        TableName: 'Data',
        Key: key('a'),
        ConditionExpression: 'begins_with(a, :a)',
        ExpressionAttributeValues: one,
      },
    };
    expect(await refusal(write(check))).toContain('operator or function: begins_with, operand type: N');
    expect(await count()).toBe(0);
  });
});

describe('a client token', () => {
  const token = { ClientRequestToken: 'one', TransactItems: [{ Update: increment('n') }] };
  const other = { ClientRequestToken: 'one', TransactItems: [{ Update: increment('m') }] };

  documented(
    PAGE,
    'If the original TransactWriteItems call was successful, the subsequent TransactWriteItems calls with the same client token return successfully without making any changes.',
    async () => {
      const { run } = await transactions();
      for (let times = 0; times < 3; times += 1) await run('TransactWriteItems', token);
      expect((await run('GetItem', get('n')))['Item']).toMatchObject({ n: { N: '1' } });
    },
  );

  documented(
    PAGE,
    'Subsequent TransactWriteItems calls with the same client token return the number of read capacity units consumed in reading the item.',
    async () => {
      const { run, as, cloud } = await transactions();
      const asked = { ...token, ReturnConsumedCapacity: 'TOTAL' };
      expect(await run('TransactWriteItems', asked)).toMatchObject({ ConsumedCapacity: [{ WriteCapacityUnits: 2 }] });
      expect(await run('TransactWriteItems', asked)).toMatchObject({ ConsumedCapacity: [{ ReadCapacityUnits: 2 }] });
      await as(EVERYTHING)('TransactWriteItems', asked);
      expect(cloud.usage.report()).toMatchObject({ rcu: 2, wcu: 0 });
    },
  );

  documented(
    PAGE,
    'A client token is valid for 10 minutes after the request that uses it finishes. After 10 minutes, any request that uses the same client token is treated as a new request.',
    async () => {
      const { run, cloud } = await transactions();
      await run('TransactWriteItems', token);
      cloud.clock.pass(9 * MINUTE);
      await run('TransactWriteItems', token);
      expect((await run('GetItem', get('n')))['Item']).toMatchObject({ n: { N: '1' } });
      cloud.clock.pass(2 * MINUTE);
      await run('TransactWriteItems', token);
      expect((await run('GetItem', get('n')))['Item']).toMatchObject({ n: { N: '2' } });
    },
  );

  documented(
    PAGE,
    'If you repeat a request with the same client token within the 10-minute idempotency window but change some other request parameter, DynamoDB returns an IdempotentParameterMismatch exception.',
    async () => {
      const { run, cloud } = await transactions();
      await run('TransactWriteItems', token);
      const error = await errorOf(run('TransactWriteItems', other));
      expect(error.code).toBe('IdempotentParameterMismatchException');
      cloud.clock.pass(11 * MINUTE);
      await run('TransactWriteItems', other);
    },
  );
});

describe('conflicts', () => {
  documented(
    PAGE,
    'A PutItem, UpdateItem, or DeleteItem request for an item conflicts with an ongoing TransactWriteItems request that includes the same item.',
    async () => {
      const { write, run } = await transactions();
      const transaction = write({ Put: put('a') });
      const singles = [run('PutItem', put('a')), run('UpdateItem', increment('a')), run('DeleteItem', get('a'))];
      for (const single of await Promise.allSettled(singles)) {
        expect(single).toMatchObject({ status: 'rejected', reason: { code: 'TransactionConflictException' } });
      }
      await transaction;
    },
  );

  documented(
    PAGE,
    'An item within a TransactWriteItems request is part of another ongoing TransactWriteItems request.',
    async () => {
      const { write } = await transactions();
      const first = write({ Put: put('a') }, { Put: put('b') });
      const error = await errorOf(write({ Put: put('c') }, { Put: put('b') }));
      await first;
      expect(error.code).toBe('TransactionCanceledException');
      expect(reasons(error)).toMatchObject([{ Code: 'None' }, { Code: 'TransactionConflict' }]);
    },
  );

  documented(
    PAGE,
    'An item within a TransactGetItems request is part of an ongoing TransactWriteItems, BatchWriteItem, PutItem, UpdateItem, or DeleteItem request.',
    async () => {
      const { write, run } = await transactions();
      const batch = { RequestItems: { Data: [{ PutRequest: { Item: key('a') } }] } };
      const writes = [
        () => write({ Put: put('a') }),
        () => run('BatchWriteItem', batch),
        () => run('PutItem', put('a')),
        () => run('UpdateItem', increment('a')),
        () => run('DeleteItem', get('a')),
      ];
      for (const begin of writes) {
        const ongoing = begin();
        const error = await errorOf(run('TransactGetItems', { TransactItems: [{ Get: get('a') }] }));
        await ongoing;
        expect(reasons(error)).toMatchObject([{ Code: 'TransactionConflict' }]);
      }
    },
  );

  documented(
    PAGE,
    'If an ongoing TransactWriteItems or TransactGetItems operation conflicts with a concurrent GetItem request, both operations can succeed.',
    async () => {
      const { write, run } = await transactions();
      const both = [write({ Put: put('a') }), run('GetItem', get('a'))];
      for (const each of await Promise.allSettled(both)) expect(each.status).toBe('fulfilled');
    },
  );
});

describe('capacity', () => {
  documented(
    PAGE,
    'Each item requires two write capacity units (WCUs): one to prepare the transaction and one to commit the transaction.',
    async () => {
      const { as, cloud } = await transactions();
      const TransactItems = ['a', 'b', 'c'].map((pk) => ({ Put: put(pk, { body: { S: 'x'.repeat(480) } }) }));
      await as(EVERYTHING)('TransactWriteItems', { TransactItems });
      expect(cloud.usage.report()).toMatchObject({ rcu: 0, wcu: 6 });
    },
  );

  documented(
    PAGE,
    'Reading each item requires two RCUs: one to prepare the transaction and one to commit the transaction.',
    async () => {
      const { as, cloud } = await transactions();
      const TransactItems = ['a', 'b', 'c'].map((pk) => ({ Get: get(pk) }));
      await as(EVERYTHING)('TransactGetItems', { TransactItems });
      expect(cloud.usage.report()).toMatchObject({ rcu: 6, wcu: 0 });
    },
  );
});

describe('a refused transaction', () => {
  documented(
    ERRORS,
    'Message: You exceeded your maximum allowed provisioned throughput for a table or for one or more global secondary indexes.',
    async () => {
      const { write, cloud } = await transactions();
      cloud.faults.plan({ service: 'dynamodb', operation: 'TransactWriteItems', kind: 'throttle', count: 1 });
      const error = await errorOf(write({ Put: put('a') }));
      expect(error).toMatchObject({ code: 'ProvisionedThroughputExceededException', status: 400 });
    },
  );
});
