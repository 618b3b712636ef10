import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { guide, KEY, refusal, runner } from './conformance.ts';
import { key } from './table.ts';

const QUOTAS = guide('ServiceQuotas');
const TYPES = guide('HowItWorks.NamingRulesDataTypes');
const text = (length: number) => 'x'.repeat(length);
const nested = (levels: number): object => (levels === 0 ? { S: 'x' } : { L: [nested(levels - 1)] });

describe('keys', () => {
  documented(
    QUOTAS,
    'The minimum length of a partition key value is 1 byte. The maximum length is 2048 bytes.',
    async () => {
      const run = await runner();
      await run('PutItem', { Item: key(text(2048), 's') });
      expect(await refusal(run('PutItem', { Item: key(text(2049), 's') }))).toContain('2048 bytes');
      expect(await refusal(run('PutItem', { Item: key('', 's') }))).toContain('empty string');
    },
  );

  documented(
    QUOTAS,
    'The minimum length of a sort key value is 1 byte. The maximum length is 1024 bytes.',
    async () => {
      const run = await runner();
      await run('PutItem', { Item: key('p', text(1024)) });
      expect(await refusal(run('PutItem', { Item: key('p', text(1025)) }))).toContain('1024 bytes');
      expect(await refusal(run('PutItem', { Item: key('p', '') }))).toContain('empty string');
    },
  );

  documented(
    TYPES,
    'For a composite primary key, the maximum length of the second attribute value (the sort key) is 1024 bytes.',
    async () => {
      const run = await runner();
      await run('PutItem', { Item: { ...KEY, sk: { S: 'ü'.repeat(512) } } });
      const message = await refusal(run('PutItem', { Item: { ...KEY, sk: { S: `${'ü'.repeat(512)}x` } } }));
      expect(message).toContain('1024 bytes');
      expect(await refusal(run('GetItem', { Key: { ...KEY, sk: { S: text(1025) } } }))).toContain('1024 bytes');
    },
  );

  documented(
    guide('WorkingWithItems'),
    'With GetItem, you must specify the entire primary key, not just part of it.',
    async () => {
      const run = await runner();
      expect(await refusal(run('GetItem', { Key: { pk: { S: 'p' } } }))).toMatch(
        /key element does not match the schema/,
      );
      expect(await refusal(run('PutItem', { Item: { pk: { S: 'p' } } }))).toMatch(/Missing the key sk in the item/);
    },
  );
});

describe('names', () => {
  documented(
    QUOTAS,
    'In general, an attribute name must be at least one character long, but no greater than 64 KB long.',
    async () => {
      const run = await runner();
      await run.put({ [text(65_535)]: { S: 'x' } });
      expect(await refusal(run.put({ [text(65_536)]: { S: 'x' } }))).toMatch(/name is too large/);
      expect(await refusal(run.put({ '': { S: 'x' } }))).toMatch(/Empty attribute name/);
      expect(await refusal(run.put({ m: { M: { '': { S: 'x' } } } }))).toMatch(/Empty attribute name/);
    },
  );

  documented(
    QUOTAS,
    'Names for tables and secondary indexes must be at least 3 characters long, but no greater than 255 characters long.',
    async () => {
      const run = await runner();
      const table = {
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      };
      for (const TableName of ['ab', text(256), 'a b c']) {
        expect(await refusal(run('CreateTable', { ...table, TableName }))).toContain('failed to satisfy constraint');
      }
      await run('CreateTable', { ...table, TableName: 'abc' });
    },
  );

  documented(
    guide('Expressions.ExpressionAttributeNames'),
    'Sometimes you might need to write an expression containing an attribute name that conflicts with a DynamoDB reserved word.',
    async () => {
      const run = await runner();
      expect(await refusal(run.update('SET comment = :c', { ':c': { S: 'x' } }))).toContain(
        'reserved keyword: comment',
      );
      await run.update('SET #c = :c', { ':c': { S: 'x' } }, { ExpressionAttributeNames: { '#c': 'Comment' } });
      expect(await run.get()).toHaveProperty('Comment');
    },
  );
});

describe('values', () => {
  documented(
    QUOTAS,
    'The maximum item size in DynamoDB is 400 KB, which includes both attribute name binary length (UTF-8 length) and attribute value lengths (again binary length).',
    async () => {
      const run = await runner();
      const rest = 400 * 1024 - 'pkproductsk1body'.length;
      await run.put({ body: { S: text(rest) } });
      expect(await refusal(run.put({ body: { S: text(rest + 1) } }))).toMatch(/Item size has exceeded/);
      expect(await refusal(run.put({ body: { S: 'ü'.repeat(rest / 2 + 1) } }))).toMatch(/Item size has exceeded/);
    },
  );

  documented(QUOTAS, 'Positive range: 1E-130 to 9.9999999999999999999999999999999999999E+125', async () => {
    const run = await runner();
    for (const N of ['1E-130', '9.9999999999999999999999999999999999999E+125', '-1E-130']) await run.put({ n: { N } });
    expect(await refusal(run.put({ n: { N: '1E-131' } }))).toMatch(/underflow/);
    expect(await refusal(run.put({ n: { N: '1E126' } }))).toMatch(/overflow/);
  });

  documented(
    TYPES,
    'Numbers can have up to 38 digits of precision. Exceeding this results in an exception.',
    async () => {
      const run = await runner();
      await run.put({ n: { N: '1'.repeat(38) } });
      expect(await refusal(run.put({ n: { N: '1'.repeat(39) } }))).toContain('38 significant digits');
      await run.put({ n: { N: `${'1'.repeat(38)}000` } });
    },
  );

  documented(
    TYPES,
    'In DynamoDB, numbers are represented as variable length. Leading and trailing zeroes are trimmed.',
    async () => {
      const run = await runner();
      await run.put({ n: { N: '0012.500' }, m: { N: '-0' }, e: { N: '1.5E3' } });
      expect(await run.get()).toMatchObject({ n: { N: '12.5' }, m: { N: '0' }, e: { N: '1500' } });
      expect(await run.holds('n = :n', { ':n': { N: '1.25e1' } })).toBe(true);
    },
  );

  documented(QUOTAS, 'DynamoDB supports nested attributes up to 32 levels deep.', async () => {
    const run = await runner();
    await run.put({ d: nested(31) }); // The text within is the 32nd.
    expect(await refusal(run.put({ d: nested(32) }))).toMatch(/Nesting Levels have exceeded/);
  });

  documented(
    QUOTAS,
    'Empty String and Binary attribute values are allowed, if the attribute is not used as a key attribute for a table or index.',
    async () => {
      const run = await runner();
      await run.put({ e: { S: '' }, b: { B: '' } });
      expect(await run.get()).toMatchObject({ e: { S: '' }, b: { B: '' } });
      expect(await refusal(run.put({ kind: { S: '' } }))).toMatch(/empty string value.*byKind/);
    },
  );

  documented(
    QUOTAS,
    'An attribute value cannot be an an empty Set (String Set, Number Set, or Binary Set). However, empty Lists and Maps are allowed.',
    async () => {
      const run = await runner();
      await run.put({ l: { L: [] }, m: { M: {} } });
      for (const empty of [{ SS: [] }, { NS: [] }, { BS: [] }]) {
        expect(await refusal(run.put({ e: empty }))).toContain('not be empty');
      }
    },
  );

  documented(TYPES, 'Each value within a set must be unique.', async () => {
    const run = await runner();
    expect(await refusal(run.put({ s: { SS: ['a', 'a'] } }))).toContain('duplicates');
    expect(await refusal(run.put({ s: { NS: ['1', '1.0'] } }))).toContain('duplicates');
  });

  documented(
    TYPES,
    'DynamoDB collates and compares strings using the bytes of the underlying UTF-8 string encoding. For example, "a" (0x61) is greater than "A" (0x41), and "¿" (0xC2BF) is greater than "z" (0x7A).',
    async () => {
      const run = await runner();
      for (const sk of ['a', 'A', '¿', 'z']) await run('PutItem', { Item: key('p', sk) });
      const { Items } = await run.query('pk = :p', { ':p': { S: 'p' } });
      expect((Items as { sk: { S: string } }[]).map(({ sk }) => sk.S)).toEqual(['A', 'a', 'z', '¿']);
    },
  );

  documented(
    TYPES,
    'Whenever DynamoDB compares binary values, it treats each byte of the binary data as unsigned.',
    async () => {
      const run = await runner();
      await run.put({ b: { B: Buffer.from([0x80]).toString('base64') } });
      expect(await run.holds('b > :b', { ':b': { B: Buffer.from([0x7f]).toString('base64') } })).toBe(true);
    },
  );
});
