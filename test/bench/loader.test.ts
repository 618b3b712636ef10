import type { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { load } from '../../bench/loader.ts';
import type { Operator } from '../../scripts/operator.ts';

type Requests = NonNullable<BatchWriteCommand['input']['RequestItems']>[string];

/** A table that takes no more than so many items of a batch. */
function operatorOf(accepts: number) {
  const written: unknown[] = [];
  const batches: number[] = [];
  const send = async ({ input }: BatchWriteCommand) => {
    const requests: Requests = input.RequestItems!['Table']!;
    batches.push(requests.length);
    written.push(...requests.slice(0, accepts).map(({ PutRequest }) => PutRequest!.Item!['sk'] as unknown));
    const rest = requests.slice(accepts);
    return { UnprocessedItems: rest.length > 0 ? { Table: rest } : {} };
  };
  const operator = { table: { send }, tableName: 'Table' } as unknown as Operator;
  return { operator, written, batches };
}

const ITEMS = Array.from({ length: 60 }, (_, index) => ({ pk: 'ITEM', sk: `${index}` }));

describe('the loader', () => {
  it('writes every item once, no more than 25 a request', async () => {
    const { operator, written, batches } = operatorOf(25);
    expect(await load(operator, ITEMS.values())).toBe(60);
    expect(new Set(written)).toEqual(new Set(ITEMS.map(({ sk }) => sk)));
    expect(written).toHaveLength(60);
    expect(batches.sort((a, b) => b - a)).toEqual([25, 25, 10]);
  });

  it('sends again what a throttled table hands back', async () => {
    const { operator, written } = operatorOf(20);
    await load(operator, ITEMS.values());
    expect(written).toHaveLength(60);
  });
});
