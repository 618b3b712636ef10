import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { itemSize } from '../../../local/dynamodb/attribute-value.ts';
import type { Attributes } from '../../../local/dynamodb/attribute-value.ts';
import { ADMINISTRATOR, database, key } from './table.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const numbers = fc.constantFrom('0', '1', '12', '123', '-1', '-123', '1000000', '12.5', '0.001', '3.14159', '-0.25');
const bytes = fc.uint8Array({ maxLength: 9 }).map((array) => Buffer.from(array).toString('base64'));

/** Any attribute value. */
const { value } = fc.letrec<{ value: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text.map((S) => ({ S })),
    numbers.map((N) => ({ N })),
    bytes.map((B) => ({ B })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true }),
    fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
    fc.uniqueArray(numbers, { minLength: 1, maxLength: 3 }).map((NS) => ({ NS })),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc
      .dictionary(fc.string({ minLength: 1, maxLength: 5 }), tie('value'), { maxKeys: 3, noNullPrototype: true })
      .map((M) => ({ M })),
  ),
}));

it('sizes any item as the engine does', async () => {
  const { cloud, dynamodb } = await database();
  const items = fc.sample(value, { numRuns: 150, seed: 1 }).map((any, n): Attributes => ({ ...key(String(n)), any }));
  for (const Item of items) await dynamodb.execute(ADMINISTRATOR, 'PutItem', { TableName: 'Data', Item });
  const file = new DatabaseSync(join(cloud.stateFolder, 'dynamodb', 'database.sqlite'), { readOnly: true });
  const rows = file.prepare('SELECT item_size, item_json FROM "Data"').all() as {
    item_size: number;
    item_json: string;
  }[];
  file.close();
  expect(rows).toHaveLength(150);
  for (const { item_size: size, item_json: json } of rows)
    expect(itemSize(JSON.parse(json) as Attributes), json).toBe(size);
});
