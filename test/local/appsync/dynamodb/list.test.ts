import { expect, test } from 'vitest';
import { Pagination } from '../../../../local/appsync/dynamodb/pagination.ts';
import { startApi, table } from '../support/api.ts';
import { run } from './support.ts';

const ITEMS = ['1', '2', '3'].map((sk) => ({ pk: { S: 'a' }, sk: { S: sk } }));
const QUERY = `query: { expression: 'pk = :pk', expressionValues: util.dynamodb.toMapValues({ ':pk': 'a' }) }`;
const INVALID = {
  type: 'DynamoDB:UserIllegalArgumentException',
  message: 'com.amazonaws.deepdish.common.pagination.InvalidPaginationTokenException: Invalid pagination token given.',
};

interface Seen {
  readonly result: { readonly nextToken: string | null };
}

async function paged(): Promise<(field: string, token?: unknown) => Promise<Seen>> {
  const list = (operation: string, more = '') =>
    table(`{ operation: ${operation}, limit: 2, nextToken: ctx.args.token ${more} }`);
  const api = await startApi({
    schema: 'type Query { query(token: String): AWSJSON scan(token: String): AWSJSON index(token: String): AWSJSON }',
    resolvers: {
      'Query.query': list(`'Query', ${QUERY}`),
      'Query.scan': list(`'Scan'`),
      'Query.index': list(`'Query', ${QUERY}, index: 'byMentor'`),
    },
  });
  for (const item of ITEMS) api.ports.tables.put(item);
  return async (field, token) => {
    const { body } = await api.query(`query ($token: String) { ${field}(token: $token) }`, { token });
    return JSON.parse(String(body.data?.[field])) as Seen;
  };
}

test('a query shows its items, how many were looked at, and no token at the end', async () => {
  const { result } = await run(`{ operation: 'Query', ${QUERY} }`, ITEMS);
  expect(result).toEqual({
    items: ['1', '2', '3'].map((sk) => ({ pk: 'a', sk })),
    nextToken: null,
    scannedCount: 3,
  });
});

test('all of the request goes to DynamoDB', async () => {
  const filter = `filter: { expression: '#s = :s', expressionNames: { '#s': 'status' }, expressionValues: { ':s': { S: 'x' } } }`;
  const more = `index: 'byMentor', limit: 5, scanIndexForward: false, consistentRead: false, select: 'ALL_ATTRIBUTES'`;
  const { calls } = await run(`{ operation: 'Query', ${QUERY}, ${filter}, ${more} }`);
  expect(calls[0]?.input).toEqual({
    TableName: 'main',
    IndexName: 'byMentor',
    KeyConditionExpression: 'pk = :pk',
    FilterExpression: '#s = :s',
    ExpressionAttributeNames: { '#s': 'status' },
    ExpressionAttributeValues: { ':pk': { S: 'a' }, ':s': { S: 'x' } },
    Limit: 5,
    ScanIndexForward: false,
    ConsistentRead: false,
    Select: 'ALL_ATTRIBUTES',
  });
});

test.each(['query', 'scan'])('the token of a %s leads to the rest', async (field) => {
  const list = await paged();
  const first = await list(field);
  expect(first.result).toMatchObject({ items: [{ sk: '1' }, { sk: '2' }], nextToken: expect.any(String) });
  expect(await list(field, first.result.nextToken)).toMatchObject({
    result: { items: [{ sk: '3' }], nextToken: null },
    error: null,
  });
});

test('a token is good only for the operation and index that made it', async () => {
  const list = await paged();
  const token = (await list('query')).result.nextToken;
  expect(await list('scan', token)).toMatchObject({ result: null, error: INVALID });
  expect(await list('index', token)).toMatchObject({ result: null, error: INVALID });
});

test.each(['', 'nonsense', 'e30=', Buffer.from('{"version":3,"token":"AAAA"}').toString('base64')])(
  'a token that AppSync did not make is refused: %j',
  async (token) => {
    expect(await (await paged())('query', token)).toMatchObject({ result: null, error: INVALID });
  },
);

test('a token tells nothing of the keys, can not be changed, and is not good for another API', () => {
  const pagination = new Pagination('one');
  const key = { pk: { S: 'USER#secret' } };
  const token = pagination.seal('Query:main:', key);
  expect(Buffer.from(token, 'base64').toString()).not.toContain('secret');
  expect(pagination.open('Query:main:', token)).toEqual(key);
  expect(new Pagination('two').open('Query:main:', token)).toBeUndefined();
  const { token: sealed } = JSON.parse(Buffer.from(token, 'base64').toString()) as { token: string };
  const bytes = Buffer.from(sealed, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  const changed = Buffer.from(JSON.stringify({ version: 3, token: bytes.toString('base64') })).toString('base64');
  expect(pagination.open('Query:main:', changed)).toBeUndefined();
});
