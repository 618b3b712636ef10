import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TransactionConflicts } from '../../../local/dynamodb/transaction-conflicts.ts';
import { ADMINISTRATOR, database, errorOf, get, increment, key, put } from './table.ts';

const CONFLICT = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };

describe('requests at the same time', () => {
  it('of 100 transactions on one item, those that fail say conflict and those that succeed all count', async () => {
    const { dynamodb } = await database();
    const transactions = Array.from({ length: 100 }, (_, index) =>
      dynamodb.execute(ADMINISTRATOR, 'TransactWriteItems', {
        TransactItems: [{ Put: put(`own-${index}`) }, { Update: increment('counter') }],
      }),
    );
    const results = await Promise.allSettled(transactions);
    const failures = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown);
    const successes = 100 - failures.length;
    expect(successes).toBeGreaterThan(0);
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) {
      expect(failure).toMatchObject({
        code: 'TransactionCanceledException',
        message: expect.stringContaining('specific reasons [None, TransactionConflict]'),
        details: { CancellationReasons: [{ Code: 'None' }, CONFLICT] },
      });
    }
    const { Item } = await dynamodb.execute(ADMINISTRATOR, 'GetItem', get('counter'));
    expect(Item).toMatchObject({ n: { N: String(successes) } });
    const written = await dynamodb.execute(ADMINISTRATOR, 'Scan', { TableName: 'Data', Select: 'COUNT' });
    expect(written['Count']).toBe(successes + 1);
  });

  it('on different items leave each other alone', async () => {
    const { dynamodb } = await database();
    const run = (pk: string) =>
      dynamodb.execute(ADMINISTRATOR, 'TransactWriteItems', { TransactItems: [{ Put: put(pk) }] });
    await expect(Promise.all(['a', 'b', 'c'].map(run))).resolves.toHaveLength(3);
    await expect(run('a')).resolves.toEqual({});
  });

  it('know an item by its key, however it is written', async () => {
    const { dynamodb } = await database();
    const transaction = dynamodb.execute(ADMINISTRATOR, 'TransactWriteItems', {
      TransactItems: [{ Put: put('a', { other: { S: 'x' } }) }],
    });
    const reordered = { ...increment('a'), Key: { sk: { S: 'a' }, pk: { S: 'a' } } };
    const error = await errorOf(dynamodb.execute(ADMINISTRATOR, 'UpdateItem', reordered));
    expect(error).toMatchObject({ code: 'TransactionConflictException', message: CONFLICT.Message });
    const reads = dynamodb.execute(ADMINISTRATOR, 'GetItem', { TableName: 'Data', Key: key('a') });
    await expect(Promise.all([transaction, reads])).resolves.toBeDefined();
  });
});

describe('a single write', () => {
  it('bars a transaction that reads, not one that writes', () => {
    const conflicts = new TransactionConflicts();
    const leave = conflicts.enter('PutItem', ['a']);
    expect(() => conflicts.enter('TransactGetItems', ['b', 'a'])).toThrow(/\[None, TransactionConflict\]/);
    conflicts.enter('TransactWriteItems', ['a'])();
    leave();
    expect(() => conflicts.enter('TransactGetItems', ['b', 'a'])).not.toThrow();
  });
});

it('lets transactions run together exactly when they share no item', () => {
  const items = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(items, fc.boolean())), (attempts) => {
      const conflicts = new TransactionConflicts();
      const running: { items: readonly string[]; leave: () => void }[] = [];
      for (const [wanted, leaveFirst] of attempts) {
        if (leaveFirst) running.shift()?.leave();
        const overlaps = running.some((other) => wanted.some((item) => other.items.includes(item)));
        try {
          running.push({ items: wanted, leave: conflicts.enter('TransactWriteItems', wanted) });
          expect(overlaps).toBe(false);
        } catch (error) {
          expect(error).toMatchObject({ code: 'TransactionCanceledException' });
          expect(overlaps).toBe(true);
        }
      }
    }),
  );
});
