import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { guide, refusal, runner } from './conformance.ts';
import type { Run } from './conformance.ts';
import { key } from './table.ts';
import type { Answer } from './table.ts';

const QUERY = guide('Query');
const P = { ':p': { S: 'p' } };

async function withItems(count: number): Promise<Run> {
  const run = await runner();
  for (let n = 0; n < count; n += 1) await run('PutItem', { Item: { ...key('p', `s${n}`), n: { N: String(n) } } });
  return run;
}

const sortKeys = ({ Items }: Answer) => (Items as { sk: { S: string } }[]).map(({ sk }) => sk.S);

describe('a key condition', () => {
  documented(
    QUERY,
    'You must specify the partition key name and value as an equality condition. You cannot use a non-key attribute in a Key Condition Expression.',
    async () => {
      const run = await withItems(1);
      expect(await refusal(run.query('pk > :p', P))).toBeTruthy();
      expect(await refusal(run.query('sk = :p', P))).toMatch(/missed key schema element: pk/);
      expect(await refusal(run.query('pk = :p AND n = :p', P))).toMatch(/missed key schema element/);
    },
  );

  documented(QUERY, 'The sort key condition must use one of the following comparison operators:', async () => {
    const run = await withItems(5);
    const matching = async (condition: string) =>
      sortKeys(
        await run.query(`pk = :p AND ${condition}`, {
          ...P,
          ':a': { S: 's1' },
          ...(condition.includes(':b') && { ':b': { S: 's3' } }),
        }),
      ).join(' ');
    expect(await matching('sk = :a')).toBe('s1');
    expect(await matching('sk < :a')).toBe('s0');
    expect(await matching('sk <= :a')).toBe('s0 s1');
    expect(await matching('sk > :a')).toBe('s2 s3 s4');
    expect(await matching('sk >= :a')).toBe('s1 s2 s3 s4');
    expect(await matching('sk BETWEEN :a AND :b')).toBe('s1 s2 s3');
    expect(await refusal(matching('sk <> :a'))).toBeTruthy();
  });

  documented(
    QUERY,
    'begins_with (a, substr)— true if the value of attribute a begins with a particular substring.',
    async () => {
      const run = await withItems(12);
      const found = await run.query('pk = :p AND begins_with(sk, :s)', { ...P, ':s': { S: 's1' } });
      expect(sortKeys(found)).toEqual(['s1', 's10', 's11']);
    },
  );

  documented(QUERY, 'Query returns all items with that partition key value.', async () => {
    const run = await withItems(2);
    const wrong = run.query('pk = :p', { ':p': { N: '1' } });
    expect(await refusal(wrong)).toContain('Condition parameter type does not match schema type');
    expect((await run.query('pk = :p', P))['Count']).toBe(2);
  });
});

describe('the result', () => {
  documented(
    QUERY,
    'A Query operation always returns a result set. If no matching items are found, the result set is empty.',
    async () => {
      const run = await runner();
      expect(await run.query('pk = :p', P)).toEqual({ Items: [], Count: 0, ScannedCount: 0 });
    },
  );

  documented(
    QUERY,
    'Query results are always sorted by the sort key value. If the data type of the sort key is Number, the results are returned in numeric order. Otherwise, the results are returned in order of UTF-8 bytes.',
    async () => {
      const run = await runner();
      await run('CreateTable', {
        TableName: 'Numbers',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'n', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'n', AttributeType: 'N' },
        ],
      });
      const TableName = 'Numbers';
      for (const N of ['10', '-1.5', '2', '1e2', '0', '-20']) {
        await run('PutItem', { TableName, Item: { pk: { S: 'p' }, n: { N } } });
      }
      const numbers = async (more: Answer) =>
        ((await run.query('pk = :p', P, { TableName, ...more }))['Items'] as { n: { N: string } }[]).map(
          ({ n }) => n.N,
        );
      expect(await numbers({})).toEqual(['-20', '-1.5', '0', '2', '10', '100']);
    },
  );

  documented(
    QUERY,
    'By default, the sort order is ascending. To reverse the order, set the ScanIndexForward parameter to false.',
    async () => {
      const run = await withItems(3);
      expect(sortKeys(await run.query('pk = :p', P))).toEqual(['s0', 's1', 's2']);
      expect(sortKeys(await run.query('pk = :p', P, { ScanIndexForward: false }))).toEqual(['s2', 's1', 's0']);
    },
  );

  documented(
    QUERY,
    'A filter expression cannot contain partition key or sort key attributes. You need to specify those attributes in the key condition expression, not the filter expression.',
    async () => {
      const run = await withItems(1);
      expect(await refusal(run.query('pk = :p', P, { FilterExpression: 'sk = :p' }))).toMatch(
        /Primary key attribute: sk/,
      );
    },
  );

  documented(
    QUERY,
    'Now suppose that you add a filter expression to the Query. In this case, DynamoDB reads up to six items, and then returns only those that match the filter expression.',
    async () => {
      const run = await withItems(10);
      const more = { Limit: 6, FilterExpression: 'n >= :n' };
      const page = await run.query('pk = :p', { ...P, ':n': { N: '4' } }, more);
      expect(page).toMatchObject({ Count: 2, ScannedCount: 6, LastEvaluatedKey: key('p', 's5') });
    },
  );

  documented(QUERY, "If you don't use a filter expression, ScannedCount and Count have the same value.", async () => {
    const run = await withItems(3);
    for (let n = 0; n < 3; n += 1) {
      await run('PutItem', { Item: { ...key('p', `large${n}`), b: { S: 'x'.repeat(390_000) } } });
    }
    const page = await run.query('pk = :p', P);
    expect(page).toHaveProperty('LastEvaluatedKey');
    expect(page['ScannedCount']).toBe(page['Count']);
  });

  documented(
    guide('Query.Pagination'),
    'In other words, the LastEvaluatedKey from a Query response should be used as the ExclusiveStartKey for the next Query request.',
    async () => {
      const run = await withItems(5);
      const seen: string[] = [];
      let ExclusiveStartKey: unknown;
      do {
        const page = await run.query('pk = :p', P, { Limit: 2, ExclusiveStartKey });
        seen.push(...sortKeys(page));
        ExclusiveStartKey = page['LastEvaluatedKey'];
      } while (ExclusiveStartKey);
      expect(seen).toEqual(['s0', 's1', 's2', 's3', 's4']);
      const foreign = run.query('pk = :p', P, { ExclusiveStartKey: key('other', 's1') });
      expect(await refusal(foreign)).toContain('starting key is outside query boundaries');
    },
  );

  documented(
    guide('Scan'),
    'A filter expression is applied after a Scan finishes but before the results are returned.',
    async () => {
      const run = await withItems(4);
      const found = await run('Scan', { FilterExpression: 'n = :n', ExpressionAttributeValues: { ':n': { N: '2' } } });
      expect(found).toMatchObject({ Count: 1, ScannedCount: 4 });
    },
  );

  documented(guide('Scan'), 'Each worker should use a different value for Segment.', async () => {
    const run = await runner();
    for (let n = 0; n < 20; n += 1) await run('PutItem', { Item: key(`p${n}`) });
    const segments = await Promise.all([0, 1, 2].map((Segment) => run('Scan', { Segment, TotalSegments: 3 })));
    const all = segments.flatMap(({ Items }) => (Items as { pk: { S: string } }[]).map(({ pk }) => pk.S));
    expect(new Set(all).size).toBe(20);
    expect(all).toHaveLength(20);
  });

  documented(
    guide('GSI'),
    'Global secondary indexes support eventually consistent reads, each of which consume one half of a read capacity unit.',
    async () => {
      const run = await runner();
      const query = run.query('kind = :p', P, { IndexName: 'byKind', ConsistentRead: true });
      expect(await refusal(query)).toBe('Consistent reads are not supported on global secondary indexes');
    },
  );
});
