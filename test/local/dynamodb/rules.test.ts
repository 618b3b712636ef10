import { describe, expect, it } from 'vitest';
import { expressionFacts } from '../../../local/dynamodb/rules/expression-facts.ts';
import { refusal, runner } from './conformance.ts';

const text = (length: number) => 'x'.repeat(length);

describe('an index key', () => {
  it('is as short as a key of the table, whichever way it is written', async () => {
    const run = await runner();
    await run.put({ kind: { S: text(2048) } });
    const long = { kind: { S: text(2049) } };
    const Item = { pk: { S: 'p' }, sk: { S: 's' }, ...long };
    const calls = [
      run.put(long),
      run.update('SET #k = :k', { ':k': long.kind }, { ExpressionAttributeNames: { '#k': 'kind' } }),
      run('BatchWriteItem', { RequestItems: { Data: [{ PutRequest: { Item } }] } }),
      run('TransactWriteItems', { TransactItems: [{ Put: { TableName: 'Data', Item } }] }),
    ];
    for (const call of await Promise.all(calls.map(refusal))) expect(call).toContain('2048 bytes');
  });
});

describe('the facts of an expression', () => {
  it.each([
    ['a = :a', 1],
    ['a BETWEEN :a AND :b', 1],
    ['NOT (a IN (:a, :b) OR begins_with(b, :c)) AND size(c) > :d', 7],
    ['#and = :in AND #not_in <> :or', 3],
  ])('%s has %i operators', (expression, count) => {
    expect(expressionFacts(expression, false).operators).toBe(count);
  });

  it('in an update counts what it adds and calls, not what it assigns', () => {
    expect(expressionFacts('SET a = a + :a, b = if_not_exists(b, :b) - :a REMOVE c ADD d :d', true).operators).toBe(3);
  });

  it('know lists, bounds and paths', () => {
    const facts = expressionFacts('a.b[0].#c IN (size(d), :a, e) AND size(f) BETWEEN size(g) AND :b', false);
    expect(facts).toMatchObject({
      operandsOfIn: 3,
      levels: 4,
      bounds: [['size', ':b']],
      repeated: [],
      unknownFunctions: [],
    });
    expect(expressionFacts('Size(a) > :a AND b = b', false)).toMatchObject({
      unknownFunctions: ['Size'],
      repeated: [{ operator: '=', path: 'b' }],
    });
  });
});
