import { expect } from 'vitest';
import { AwsError } from '../../../local/errors.ts';
import { documented } from '../support/documented.ts';
import { run } from './dynamodb/support.ts';

const GUIDE = 'appsync/latest/devguide';
const page = (name: string): string => `${GUIDE}/js-aws-appsync-resolver-reference-dynamodb-${name}.html`;

const A1 = { pk: { S: 'a1' }, name: { S: 'Ann' } };
const A2 = { pk: { S: 'a2' }, name: { S: 'Bob' } };
const keys = (...ids: string[]): string => `[${ids.map((id) => `{ pk: { S: '${id}' } }`).join(', ')}]`;
const batchGet = (main: string): string =>
  `{ operation: 'BatchGetItem', tables: { main: { keys: ${main} }, other: { keys: ${keys('o1')} } } }`;
const batchPut = `{ operation: 'BatchPutItem', tables: { main: [{ pk: { S: 'a1' }, name: { S: 'Ann' } }], other: [{ pk: { S: 'o1' } }] } }`;
const batchDelete = `{ operation: 'BatchDeleteItem', tables: { main: ${keys('a1', 'a2')} } }`;
const transact = (...items: string[]): string =>
  `{ operation: 'TransactWriteItems', transactItems: [${items.join(', ')}] }`;
const putOf = (id: string, condition = ''): string =>
  `{ table: 'main', operation: 'PutItem', key: { pk: { S: '${id}' } }, attributeValues: { n: { N: 1 } }, ${condition} }`;
const ABSENT = (more = ''): string => `condition: { expression: 'attribute_not_exists(pk)', ${more} }`;

documented(
  page('batch-get-item'),
  'If an item has not been retrieved from the table, a null element appears in the data block for that table.',
  async () => {
    const { result } = await run(batchGet(keys('a1', 'missing')), [A1]);
    expect(result).toMatchObject({ data: { main: [{ pk: 'a1' }, null], other: [null] } });
  },
);

documented(
  page('batch-get-item'),
  'Invocation results are sorted per table, based on the order in which they were provided inside the request object.',
  async () => {
    const { result } = await run(batchGet(keys('a2', 'a1')), [A1, A2]);
    expect(result).toMatchObject({ data: { main: [{ pk: 'a2' }, { pk: 'a1' }] } });
  },
);

documented(
  page('batch-get-item'),
  'The keys data, unprocessedKeys, and each table key that was provided in the result in the function request object are guaranteed to be present in the invocation result.',
  async () => {
    const { result, error } = await run(batchGet(keys('a1')), [A1], ({ tables }) => {
      tables.failures.set('BatchGetItem', new AwsError('ResourceNotFoundException', 'Requested resource not found'));
    });
    expect(error).toMatchObject({ type: 'DynamoDB:ResourceNotFoundException' });
    expect(result).toEqual({
      data: { main: [null], other: [null] },
      unprocessedKeys: { main: [{ pk: 'a1' }], other: [{ pk: 'o1' }] },
    });
  },
);

documented(page('batch-get-item'), 'At least one table must be provided.', async () => {
  const { errors } = await run(`{ operation: 'BatchGetItem', tables: {} }`);
  expect(errors).toMatchObject([{ errorType: 'MappingTemplate' }]);
});

documented(
  page('batch-get-item'),
  'Items that haven’t been processed are marked as null inside the data block and are placed inside the unprocessedKeys block.',
  async () => {
    const { result, error } = await run(batchGet(keys('a1')), [A1], ({ tables }) => {
      tables.unprocessed.push(['other'], ['other']);
    });
    expect(result).toEqual({
      data: { main: [{ pk: 'a1', name: 'Ann' }], other: [null] },
      unprocessedKeys: { main: [], other: [{ pk: 'o1' }] },
    });
    expect(error).toMatchObject({ type: 'DynamoDB:ProvisionedThroughputExceededException' });
  },
);

documented(
  `${GUIDE}/tutorial-dynamodb-batch-js.html`,
  'DynamoDB raised a ProvisionedThroughputExceededException during the second attempt by AWS AppSync to process the remaining elements in the batch.',
  async () => {
    const { calls, error } = await run(batchGet(keys('a1')), [A1], ({ tables }) => {
      tables.unprocessed.push(['other']);
    });
    expect(calls.map(({ input }) => Object.keys(input['RequestItems'] as object))).toEqual([
      ['main', 'other'],
      ['other'],
    ]);
    expect(error).toBeNull();
  },
);

documented(
  `${GUIDE}/tutorial-dynamodb-batch-js.html`,
  'If AWS AppSync is unable to complete a batch, unprocessed items and an invocation error will be set on the context.',
  async () => {
    const { result, error } = await run(batchPut, [], ({ tables }) => tables.unprocessed.push(['main'], ['main']));
    expect(result).toEqual({
      data: { main: [null], other: [{ pk: 'o1' }] },
      unprocessedItems: { main: [{ pk: 'a1', name: 'Ann' }], other: [] },
    });
    expect(error).toMatchObject({ type: 'DynamoDB:ProvisionedThroughputExceededException' });
  },
);

documented(
  page('batch-put-item'),
  'The fully inserted items are returned in the response, if successful.',
  async () => {
    const { result, error } = await run(batchPut);
    expect(result).toMatchObject({ data: { main: [{ pk: 'a1', name: 'Ann' }], other: [{ pk: 'o1' }] } });
    expect(error).toBeNull();
  },
);

documented(
  page('batch-delete-item'),
  'Contrary to the DeleteItem operation, the fully deleted item isn’t returned in the response. Only the passed key is returned.',
  async () => {
    const { result, api } = await run(batchDelete, [A1, A2]);
    expect(result).toEqual({ data: { main: [{ pk: 'a1' }, { pk: 'a2' }] }, unprocessedKeys: { main: [] } });
    expect(api.ports.tables.get('a1')).toBeUndefined();
  },
);

documented(
  page('transact-get-items'),
  'If a transaction succeeds, the order of retrieved items in the items block will be the same as the order of request items.',
  async () => {
    const { result } = await run(
      `{ operation: 'TransactGetItems', transactItems: [{ table: 'main', key: { pk: { S: 'a2' } } }, { table: 'main', key: { pk: { S: 'a1' } } }] }`,
      [A1, A2],
    );
    expect(result).toEqual({
      items: [
        { pk: 'a2', name: 'Bob' },
        { pk: 'a1', name: 'Ann' },
      ],
      cancellationReasons: null,
    });
  },
);

documented(
  page('transact-get-items'),
  'Instead, a null element appears in the items block in the corresponding position.',
  async () => {
    const { result, error } = await run(
      `{ operation: 'TransactGetItems', transactItems: [{ table: 'main', key: { pk: { S: 'gone' } } }] }`,
    );
    expect([result, error]).toEqual([{ items: [null], cancellationReasons: null }, null]);
  },
);

documented(
  page('transact-get-items'),
  'The keys items and cancellationReasons are guaranteed to be present in ctx.result.',
  async () => {
    const { result } = await run(
      `{ operation: 'TransactGetItems', transactItems: [{ table: 'main', key: { pk: { S: 'a' } } }] }`,
      [],
      ({ tables }) => tables.failures.set('TransactGetItems', new AwsError('ThrottlingException', 'slow down')),
    );
    expect(result).toEqual({ items: null, cancellationReasons: null });
  },
);

documented(
  page('transact-write-items'),
  'Only keys of request items are returned in the response, if successful. The order of keys will be the same as the order of request items.',
  async () => {
    const { result } = await run(transact(putOf('b'), putOf('a')));
    expect(result).toEqual({ keys: [{ pk: 'b' }, { pk: 'a' }], cancellationReasons: null });
  },
);

documented(
  page('transact-write-items'),
  'If the error of a transaction is TransactionCanceledException, the cancellationReasons block will be populated.',
  async () => {
    const { result, error } = await run(transact(putOf('a1', ABSENT()), putOf('b')), [A1]);
    expect(error).toMatchObject({
      type: 'DynamoDB:TransactionCanceledException',
      message: expect.stringContaining('[ConditionalCheckFailed, None]'),
    });
    expect(result).toEqual({
      keys: null,
      cancellationReasons: [
        {
          item: { pk: 'a1', name: 'Ann' },
          type: 'ConditionalCheckFailed',
          message: 'The conditional request failed',
        },
        { type: 'None', message: 'None' },
      ],
    });
  },
);

documented(
  page('transact-write-items'),
  'If any request item causes an error, the whole transaction will not be performed and error details will be returned.',
  async () => {
    const { api } = await run(transact(putOf('b'), putOf('a1', ABSENT())), [A1]);
    expect(api.ports.tables.get('b')).toBeUndefined();
  },
);

documented(
  page('transaction-condition-expressions'),
  'The retrieved item will be in ctx.result.cancellationReasons[<index>].item, where <index> is the index of the request item that failed the condition check. This value defaults to true.',
  async () => {
    const reason = async (more: string): Promise<unknown> => {
      const { result } = await run(transact(putOf('a1', ABSENT(more))), [A1]);
      return (result as { cancellationReasons: unknown[] }).cancellationReasons[0];
    };
    expect(await reason('')).toHaveProperty('item');
    expect(await reason('returnValuesOnConditionCheckFailure: true')).toHaveProperty('item');
    expect(await reason('returnValuesOnConditionCheckFailure: false')).not.toHaveProperty('item');
  },
);

documented(
  page('transaction-condition-expressions'),
  'For ConditionCheck, the transaction condition expression is required.',
  async () => {
    const check = `{ table: 'main', operation: 'ConditionCheck', key: { pk: { S: 'a' } } }`;
    expect(await run(transact(check))).toMatchObject({
      errors: [{ message: "Value for field '$[transactItems[0].condition]' not found." }],
    });
  },
);
