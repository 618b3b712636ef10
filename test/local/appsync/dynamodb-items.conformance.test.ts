import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { run } from './dynamodb/support.ts';

const GUIDE = 'appsync/latest/devguide';
const page = (name: string): string => `${GUIDE}/js-aws-appsync-resolver-reference-dynamodb-${name}.html`;

const A1 = { pk: { S: 'a1' }, name: { S: 'Ann' } };
const A2 = { pk: { S: 'a2' }, name: { S: 'Bob' } };
const putOf = (id: string, condition = ''): string =>
  `{ table: 'main', operation: 'PutItem', key: { pk: { S: '${id}' } }, attributeValues: { n: { N: 1 } }, ${condition} }`;
const query = (more: string): string =>
  `{ operation: 'Query', query: { expression: 'pk = :pk', expressionValues: { ':pk': { S: 'a' } } }, ${more} }`;

documented(
  page('getitem'),
  'Whether or not to perform a strongly consistent read with DynamoDB. This is optional, and defaults to false.',
  async () => {
    const asked = async (more: string): Promise<unknown> =>
      (await run(`{ operation: 'GetItem', key: { pk: { S: 'a1' } }, ${more} }`)).calls[0]?.input['ConsistentRead'];
    expect(await asked('')).toBeUndefined();
    expect(await asked('consistentRead: true')).toBe(true);
  },
);

documented(
  page('getitem'),
  'The item returned from DynamoDB is automatically converted into GraphQL and JSON primitive types, and is available in the context result (context.result).',
  async () => {
    const { result } = await run(`{ operation: 'GetItem', key: { pk: { S: 'a1' } } }`, [A1]);
    expect(result).toEqual({ pk: 'a1', name: 'Ann' });
  },
);

documented(page('putitem'), 'The full contents of the item (composed of key and attributeValues)', async () => {
  const { api } = await run(putOf('a1').replace("table: 'main', ", ''));
  expect(api.ports.tables.get('a1')).toEqual({ pk: { S: 'a1' }, n: { N: '1' } });
});

documented(
  page('putitem'),
  'This field is used for Conflict Detection and is only supported on versioned data sources.',
  async () => {
    const { errors, calls } = await run(putOf('a1', '_version: 1').replace("table: 'main', ", ''));
    expect(errors).toMatchObject([{ errorType: 'MappingTemplate', message: "Unsupported element '$[_version]'." }]);
    expect(calls).toEqual([]);
  },
);

documented(
  page('updateitem'),
  'The update section lets you specify an update expression that describes how to update the item in DynamoDB.',
  async () => {
    const { errors } = await run(`{ operation: 'UpdateItem', key: { pk: { S: 'a1' } } }`);
    expect(errors).toMatchObject([{ message: "Value for field '$[update]' not found." }]);
  },
);

documented(
  page('updateitem'),
  'The item updated in DynamoDB is automatically converted into GraphQL and JSON primitive types and is available in the context result (context.result).',
  async () => {
    const { result } = await run(
      `{ operation: 'UpdateItem', key: { pk: { S: 'a1' } }, update: { expression: 'SET n = :n', expressionValues: { ':n': { N: 5 } } } }`,
      [A1],
    );
    expect(result).toEqual({ pk: 'a1', name: 'Ann', n: 5 });
  },
);

documented(
  page('deleteitem'),
  'If no condition is specified, the DeleteItem request deletes an item regardless of its current state.',
  async () => {
    const { api } = await run(`{ operation: 'DeleteItem', key: { pk: { S: 'a1' } } }`, [A1]);
    expect(api.ports.tables.get('a1')).toBeUndefined();
  },
);

documented(page('query'), 'This field is optional, and defaults to true.', async () => {
  const asked = async (more: string): Promise<unknown> => (await run(query(more))).calls[0]?.input['ScanIndexForward'];
  expect(await asked('')).toBeUndefined();
  expect(await asked('scanIndexForward: false')).toBe(false);
});

documented(
  page('query'),
  'The maximum number of items to evaluate (not necessarily the number of matching items).',
  async () => {
    expect((await run(query('limit: 3'))).calls[0]?.input).toMatchObject({ Limit: 3 });
  },
);

documented(page('query'), 'If specified, this tells DynamoDB to query the specified index.', async () => {
  expect((await run(query(`index: 'byName'`))).calls[0]?.input).toMatchObject({ IndexName: 'byName' });
});

documented(
  page('query'),
  'An additional filter that can be used to filter the results from DynamoDB before they are returned.',
  async () => {
    const { calls } = await run(query(`filter: { expression: 'n > :n', expressionValues: { ':n': { N: 1 } } }`));
    expect(calls[0]?.input).toMatchObject({
      FilterExpression: 'n > :n',
      ExpressionAttributeValues: { ':pk': { S: 'a' }, ':n': { N: '1' } },
    });
  },
);

documented(
  page('scan'),
  'The number of segments to partition the table by when performing a parallel scan.',
  async () => {
    const { calls } = await run(`{ operation: 'Scan', totalSegments: 4, segment: 2 }`);
    expect(calls[0]?.input).toMatchObject({ TotalSegments: 4, Segment: 2 });
  },
);

documented(page('scan'), 'The results have the following structure:', async () => {
  const { result } = await run(`{ operation: 'Scan', limit: 1 }`, [A1, A2]);
  expect(result).toEqual({ items: [{ pk: 'a1', name: 'Ann' }], nextToken: expect.any(String), scannedCount: 1 });
});

documented(
  page('scan'),
  'AWS AppSync encrypts and obfuscates the pagination token returned from DynamoDB.',
  async () => {
    // A key so long that no cipher text holds it by chance.
    const { result } = await run(`{ operation: 'Scan', limit: 1 }`, [{ pk: { S: 'the-first-key' } }, A2]);
    const { nextToken } = result as { nextToken: string };
    expect(Buffer.from(nextToken, 'base64').toString()).not.toContain('the-first-key');
  },
);

documented(
  page('scan'),
  'Also, these pagination tokens can’t be used across different functions or resolvers.',
  async () => {
    const scan = await run(`{ operation: 'Scan', limit: 1 }`, [A1, A2]);
    const { nextToken } = scan.result as { nextToken: string };
    const { error } = await run(query(`nextToken: '${nextToken}'`));
    expect(error).toMatchObject({ message: expect.stringContaining('Invalid pagination token') });
  },
);

documented(page('projections'), 'For multiple attributes, the names must be comma-separated values.', async () => {
  const { calls } = await run(
    `{ operation: 'GetItem', key: { pk: { S: 'a' } }, projection: { expression: '#author, id', expressionNames: { '#author': 'author' } } }`,
  );
  expect(calls[0]?.input).toMatchObject({
    ProjectionExpression: '#author, id',
    ExpressionAttributeNames: { '#author': 'author' },
  });
});
