import { expect, test } from 'vitest';
import { run } from './support.ts';

const key = (pk: string): string => `key: util.dynamodb.toMapValues({ pk: '${pk}' })`;
const put = (pk: string, condition = ''): string =>
  `{ table: 'main', operation: 'PutItem', ${key(pk)}, attributeValues: util.dynamodb.toMapValues({ n: 2 }), ${condition} }`;
const IF_NEW = (more = ''): string => `condition: { expression: 'attribute_not_exists(pk)' ${more} }`;
const write = (...items: string[]): string => `{ operation: 'TransactWriteItems', transactItems: [${items.join()}] }`;

test('a transaction of writes shows its keys', async () => {
  const { result, error, api } = await run(write(put('a'), put('b')));
  expect([result, error]).toEqual([{ keys: [{ pk: 'a' }, { pk: 'b' }], cancellationReasons: null }, null]);
  expect(api.ports.tables.get('b')).toEqual({ pk: { S: 'b' }, n: { N: '2' } });
});

test('each kind of write goes to DynamoDB with its own expressions, and without a token', async () => {
  const condition = `condition: { expression: '#v = :v', expressionNames: { '#v': 'version' }, expressionValues: { ':v': { N: 1 } } }`;
  const update = `update: { expression: 'SET n = :n', expressionValues: util.dynamodb.toMapValues({ ':n': 1 }) }`;
  const { calls } = await run(
    write(
      `{ table: 'main', operation: 'UpdateItem', ${key('u')}, ${update}, ${condition} }`,
      `{ table: 'other', operation: 'DeleteItem', ${key('d')} }`,
      `{ table: 'main', operation: 'ConditionCheck', ${key('c')}, ${IF_NEW(', returnValuesOnConditionCheckFailure: false')} }`,
    ),
  );
  expect(calls[0]?.input).toEqual({
    TransactItems: [
      {
        Update: {
          TableName: 'main',
          Key: { pk: { S: 'u' } },
          UpdateExpression: 'SET n = :n',
          ConditionExpression: '#v = :v',
          ExpressionAttributeNames: { '#v': 'version' },
          ExpressionAttributeValues: { ':n': { N: '1' }, ':v': { N: '1' } },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      { Delete: { TableName: 'other', Key: { pk: { S: 'd' } } } },
      {
        ConditionCheck: { TableName: 'main', Key: { pk: { S: 'c' } }, ConditionExpression: 'attribute_not_exists(pk)' },
      },
    ],
  });
});

test('a canceled transaction tells the reason of each write, with the item that was there', async () => {
  const { result, error, api } = await run(write(put('new', IF_NEW()), put('old', IF_NEW())), [
    { pk: { S: 'old' }, n: { N: '1' } },
  ]);
  expect(error).toEqual({
    type: 'DynamoDB:TransactionCanceledException',
    message: expect.stringContaining('[None, ConditionalCheckFailed]'),
  });
  expect(result).toEqual({
    keys: null,
    cancellationReasons: [
      { type: 'None', message: 'None' },
      { type: 'ConditionalCheckFailed', message: 'The conditional request failed', item: { pk: 'old', n: 1 } },
    ],
  });
  expect(api.ports.tables.get('new')).toBeUndefined();
});

test('the item stays away when the request says so', async () => {
  const { result } = await run(write(put('old', IF_NEW(', returnValuesOnConditionCheckFailure: false'))), [
    { pk: { S: 'old' } },
  ]);
  expect(result['cancellationReasons'][0]).toEqual({
    type: 'ConditionalCheckFailed',
    message: 'The conditional request failed',
  });
});

test('a transaction of reads shows the items in order, null for none', async () => {
  const get = (pk: string): string => `{ table: 'main', ${key(pk)} }`;
  const { result } = await run(`{ operation: 'TransactGetItems', transactItems: [${get('gone')}, ${get('a')}] }`, [
    { pk: { S: 'a' }, n: { N: '1' } },
  ]);
  expect(result).toEqual({ items: [null, { pk: 'a', n: 1 }], cancellationReasons: null });
});

test('a condition check without its condition is refused before anything is sent', async () => {
  const { errors, calls } = await run(write(`{ table: 'main', operation: 'ConditionCheck', ${key('a')} }`));
  expect(errors).toMatchObject([{ message: "Value for field '$[transactItems[0].condition]' not found." }]);
  expect(calls).toEqual([]);
});
