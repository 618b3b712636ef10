import { expect, test } from 'vitest';
import { run } from './support.ts';

const item = (pk: string) => ({ pk: { S: pk }, n: { N: '1' }, secret: { S: 's' } });
const keys = `[{ pk: 'b' }, { pk: 'gone' }, { pk: 'a' }].map((key) => util.dynamodb.toMapValues(key))`;

test('BatchGetItem shows the items in the order of their keys, null for none', async () => {
  const { result, calls } = await run(
    `{ operation: 'BatchGetItem', tables: { main: { keys: ${keys}, consistentRead: true } } }`,
    [item('a'), item('b')],
  );
  expect(result).toEqual({
    data: { main: [{ pk: 'b', n: 1, secret: 's' }, null, { pk: 'a', n: 1, secret: 's' }] },
    unprocessedKeys: { main: [] },
  });
  expect(calls[0]?.input).toMatchObject({ RequestItems: { main: { ConsistentRead: true } } });
});

test('BatchGetItem keeps that order when the projection leaves the key out', async () => {
  const projection = `projection: { expression: '#n', expressionNames: { '#n': 'n' } }`;
  const { result, calls } = await run(
    `{ operation: 'BatchGetItem', tables: { main: { keys: ${keys}, ${projection} } } }`,
    [item('a'), item('b')],
  );
  expect(calls[0]?.input).toMatchObject({
    RequestItems: {
      main: { ProjectionExpression: '#n,#appsyncKey0', ExpressionAttributeNames: { '#appsyncKey0': 'pk' } },
    },
  });
  expect(result).toMatchObject({ data: { main: [{ n: 1 }, null, { n: 1 }] } });
  expect(result['data']['main'][0]).not.toHaveProperty('pk');
});

test('BatchGetItem tells the keys that DynamoDB left out', async () => {
  const unprocessed = { Responses: {}, UnprocessedKeys: { main: { Keys: [{ pk: { S: 'a' } }] } } };
  const { result } = await run(`{ operation: 'BatchGetItem', tables: { main: { keys: ${keys} } } }`, [], (ports) => {
    ports.dynamodb = () => Promise.resolve(unprocessed);
  });
  expect(result).toEqual({ data: { main: [null, null, null] }, unprocessedKeys: { main: [{ pk: 'a' }] } });
});

test('BatchPutItem writes and shows the items', async () => {
  const { result, api } = await run(
    `{ operation: 'BatchPutItem', tables: { main: [util.dynamodb.toMapValues({ pk: 'a', n: 2 })] } }`,
  );
  expect(result).toEqual({ data: { main: [{ pk: 'a', n: 2 }] }, unprocessedItems: { main: [] } });
  expect(api.ports.tables.get('a')).toEqual({ pk: { S: 'a' }, n: { N: '2' } });
});

test('BatchDeleteItem deletes and shows the keys, null for one that is left', async () => {
  const request = `{ operation: 'BatchDeleteItem', tables: { main: [{ pk: 'a' }, { pk: 'b' }].map((key) => util.dynamodb.toMapValues(key)) } }`;
  const { result, api } = await run(request, [item('a')]);
  expect(result).toEqual({ data: { main: [{ pk: 'a' }, { pk: 'b' }] }, unprocessedKeys: { main: [] } });
  expect(api.ports.tables.get('a')).toBeUndefined();
  const left = await run(request, [], (ports) => {
    const UnprocessedItems = { main: [{ DeleteRequest: { Key: { pk: { S: 'b' } } } }] };
    ports.dynamodb = () => Promise.resolve({ UnprocessedItems });
  });
  expect(left.result).toEqual({ data: { main: [{ pk: 'a' }, null] }, unprocessedKeys: { main: [{ pk: 'b' }] } });
});
