import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { guide, KEY, refusal, runner } from './conformance.ts';
import { key } from './table.ts';

const QUOTAS = guide('ServiceQuotas');
const text = (length: number) => 'x'.repeat(length);

describe('expressions', () => {
  documented(
    QUOTAS,
    'The maximum length of any expression string is 4 KB. For example, the size of the ConditionExpression a=b is 3 bytes.',
    async () => {
      const run = await runner();
      const condition = (length: number) => 'attribute_not_exists(pk)'.padEnd(length);
      await run.put({}, { ConditionExpression: condition(4096) });
      const message = await refusal(run.put({}, { ConditionExpression: condition(4097) }));
      expect(message).toContain('Expression size has exceeded the maximum allowed size');
    },
  );

  documented(
    QUOTAS,
    'The maximum length of any single expression attribute name or expression attribute value is 255 bytes. For example, #name is 5 bytes; :val is 4 bytes.',
    async () => {
      const run = await runner();
      const set = (length: number) => {
        const name = `:${text(length - 1)}`;
        return run.update(`SET a = ${name}`, { [name]: { S: 'x' } });
      };
      await set(255);
      expect(await refusal(set(256))).toContain('255 bytes');
    },
  );

  documented(
    QUOTAS,
    'The maximum length of all substitution variables in an expression is 2 MB. This is the sum of the lengths of all ExpressionAttributeNames and ExpressionAttributeValues.',
    async () => {
      const run = await runner();
      const one = text(1024 * 1024);
      expect(await refusal(run.holds('a = :a OR a = :b', { ':a': { S: one }, ':b': { S: one } }))).toContain(
        'max size',
      );
      expect(await run.holds('a = :a OR a = :b', { ':a': { S: one }, ':b': { S: one.slice(100) } })).toBe(false);
    },
  );

  documented(
    QUOTAS,
    'The maximum number of operators or functions allowed in an UpdateExpression is 300. For example, the UpdateExpression SET a = :val1 + :val2 + :val3 contains two "+" operators.',
    async () => {
      const run = await runner();
      const set = (operators: number) => {
        // A clause adds two numbers: one operator.
        const clauses = Array.from({ length: operators }, (_, index) => `a${index}=:n+:n`);
        return run.update(`SET ${clauses.join(',')}`, { ':n': { N: '1' } });
      };
      await set(300);
      expect(await refusal(set(301))).toContain('too many operators; operator count: 301');
    },
  );

  documented(QUOTAS, 'The maximum number of operands for the IN comparator is 100.', async () => {
    const run = await runner();
    await run.put({ n: { N: '100' } });
    const isIn = (count: number) => {
      const values = Object.fromEntries(Array.from({ length: count }, (_, n) => [`:v${n}`, { N: String(n + 1) }]));
      return run.holds(`n IN (${Object.keys(values).join(', ')})`, values);
    };
    expect(await isIn(100)).toBe(true);
    expect(await refusal(isIn(101))).toContain('number of operands: 101');
  });
});

describe('requests', () => {
  documented(QUOTAS, 'A transaction cannot contain more than 100 unique items.', async () => {
    const run = await runner();
    const write = (count: number) =>
      run('TransactWriteItems', {
        TransactItems: Array.from({ length: count }, (_, n) => ({
          Put: { TableName: 'Data', Item: key('p', `${n}`) },
        })),
      });
    await write(100);
    expect(await refusal(write(101))).toContain('length less than or equal to 100');
  });

  documented(QUOTAS, 'A transaction cannot contain more than 4 MB of data.', async () => {
    const run = await runner();
    const put = (n: number) => ({ Put: { TableName: 'Data', Item: { ...key('p', `${n}`), b: { S: text(400_000) } } } });
    const write = (...all: number[]) => run('TransactWriteItems', { TransactItems: all.map(put) });
    expect(await refusal(write(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))).toContain('4MB');
    await write(1, 2, 3, 4, 5, 6);
    await write(7, 8, 9, 10, 11);
    const TransactItems = Array.from({ length: 11 }, (_, n) => ({
      Get: { TableName: 'Data', Key: key('p', `${n + 1}`) },
    }));
    expect(await refusal(run('TransactGetItems', { TransactItems }))).toContain('4MB');
  });

  documented(
    QUOTAS,
    'No two actions in a transaction can work against the same item in the same table. For example, you cannot both ConditionCheck and Update the same item in one transaction.',
    async () => {
      const run = await runner();
      const both = [
        { ConditionCheck: { TableName: 'Data', Key: KEY, ConditionExpression: 'attribute_exists(pk)' } },
        { Delete: { TableName: 'Data', Key: KEY } },
      ];
      const message = await refusal(run('TransactWriteItems', { TransactItems: both }));
      expect(message).toBe('Transaction request cannot include multiple operations on one item');
    },
  );

  documented(
    QUOTAS,
    'A single BatchGetItem operation can retrieve a maximum of 100 items. The total size of all the items retrieved cannot exceed 16 MB.',
    async () => {
      const run = await runner();
      const Keys = (count: number) => Array.from({ length: count }, (_, n) => key('p', `${n}`));
      const read = (count: number) => run('BatchGetItem', { RequestItems: { Data: { Keys: Keys(count) } } });
      await read(100);
      expect(await refusal(read(101))).toContain('Too many items requested for the BatchGetItem call');
      for (const Item of Keys(45)) await run('PutItem', { Item: { ...Item, b: { S: text(400_000) } } });
      const { Responses, UnprocessedKeys } = await read(45);
      const counted = (list: unknown) => (list as unknown[]).length;
      const got = counted((Responses as Record<string, unknown>)['Data']);
      const left = counted((UnprocessedKeys as Record<string, { Keys: unknown }>)['Data']?.Keys);
      expect(got * 400_000).toBeLessThan(16 * 1024 * 1024 + 400_000);
      expect(got + left).toBe(45);
    },
  );

  documented(
    QUOTAS,
    'A single BatchWriteItem operation can contain up to 25 PutItem or DeleteItem requests.',
    async () => {
      const run = await runner();
      const write = (count: number) =>
        run('BatchWriteItem', {
          RequestItems: { Data: Array.from({ length: count }, (_, n) => ({ PutRequest: { Item: key('p', `${n}`) } })) },
        });
      await write(25);
      expect(await refusal(write(26))).toContain('Too many items requested for the BatchWriteItem call');
    },
  );

  documented(
    QUOTAS,
    'The result set from a Query is limited to 1 MB per call. You can use the LastEvaluatedKey from the query response to retrieve more results.',
    async () => {
      const run = await runner();
      for (let n = 0; n < 4; n += 1) await run('PutItem', { Item: { ...key('p', `${n}`), b: { S: text(390_000) } } });
      const first = await run.query('pk = :p', { ':p': { S: 'p' } });
      expect(first).toMatchObject({ Count: 2, ScannedCount: 2, LastEvaluatedKey: key('p', '1') });
      const more = { ExclusiveStartKey: first['LastEvaluatedKey'] };
      expect(await run.query('pk = :p', { ':p': { S: 'p' } }, more)).toMatchObject({ Count: 2, ScannedCount: 2 });
    },
  );
});
