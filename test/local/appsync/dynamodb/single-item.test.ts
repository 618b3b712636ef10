import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../../local/errors.ts';
import { run } from './support.ts';

/** As the SDK words it that AppSync is built on. */
function messageOf(message: string): unknown {
  return expect.stringMatching(
    new RegExp(`^${message} \\(Service: DynamoDb, Status Code: 400, Request ID: [A-Z0-9]{52}\\)$`),
  );
}

const KEY = `key: util.dynamodb.toMapValues({ pk: 'a' })`;
const OTHERS_ONLY = `condition: { expression: 'attribute_not_exists(pk)' }`;
const FAILED = {
  type: 'DynamoDB:ConditionalCheckFailedException',
  message: messageOf('The conditional request failed'),
};

describe('GetItem', () => {
  test('shows the item as plain values', async () => {
    const item = {
      pk: { S: 'a' },
      n: { N: '1.5' },
      tags: { SS: ['x'] },
      none: { NULL: true },
      m: { M: { b: { BOOL: false } } },
    };
    const { result, error, api } = await run(`{ operation: 'GetItem', ${KEY} }`, [item]);
    expect(result).toEqual({ pk: 'a', n: 1.5, tags: ['x'], none: null, m: { b: false } });
    expect(error).toBeNull();
    expect(api.ports.sessions).toEqual(['role-arn APPSYNC_ASSUME_ROLE appsync.amazonaws.com']);
  });

  test('shows null for no item', async () => {
    expect(await run(`{ operation: 'GetItem', ${KEY} }`)).toMatchObject({ result: null, error: null });
  });

  test('asks for what the request asks', async () => {
    const projection = `projection: { expression: '#n', expressionNames: { '#n': 'name' } }`;
    const { calls } = await run(`{ operation: 'GetItem', ${KEY}, consistentRead: true, ${projection} }`);
    expect(calls).toEqual([
      {
        operation: 'GetItem',
        input: {
          TableName: 'main',
          Key: { pk: { S: 'a' } },
          ConsistentRead: true,
          ProjectionExpression: '#n',
          ExpressionAttributeNames: { '#n': 'name' },
        },
      },
    ]);
  });
});

test('PutItem writes key and attributes, and shows them', async () => {
  const { result, api } = await run(
    `{ operation: 'PutItem', ${KEY}, attributeValues: util.dynamodb.toMapValues({ n: 1 }) }`,
  );
  expect(result).toEqual({ pk: 'a', n: 1 });
  expect(api.ports.tables.get('a')).toEqual({ pk: { S: 'a' }, n: { N: '1' } });
});

test('UpdateItem shows the item as it is afterwards', async () => {
  const update = `update: { expression: 'SET n = :n', expressionValues: util.dynamodb.toMapValues({ ':n': 2 }) }`;
  const { result, calls } = await run(`{ operation: 'UpdateItem', ${KEY}, ${update} }`, [
    { pk: { S: 'a' }, n: { N: '1' } },
  ]);
  expect(result).toEqual({ pk: 'a', n: 2 });
  expect(calls[0]?.input).toMatchObject({ UpdateExpression: 'SET n = :n', ReturnValues: 'ALL_NEW' });
});

test('an expression of the update and one of the condition share names and values', async () => {
  const values = (name: string): string =>
    `expressionNames: { '#${name}': '${name}' }, expressionValues: { ':${name}': { N: 1 } }`;
  const update = `update: { expression: 'SET #a = :a', ${values('a')} }, condition: { expression: '#b = :b', ${values('b')} }`;
  const { calls } = await run(`{ operation: 'UpdateItem', ${KEY}, ${update} }`);
  expect(calls[0]?.input).toMatchObject({
    ConditionExpression: '#b = :b',
    ExpressionAttributeNames: { '#a': 'a', '#b': 'b' },
    ExpressionAttributeValues: { ':a': { N: '1' }, ':b': { N: '1' } },
  });
});

test('DeleteItem shows what was deleted, or null', async () => {
  const { result, api } = await run(`{ operation: 'DeleteItem', ${KEY} }`, [{ pk: { S: 'a' }, n: { N: '1' } }]);
  expect(result).toEqual({ pk: 'a', n: 1 });
  expect(api.ports.tables.get('a')).toBeUndefined();
  expect(await run(`{ operation: 'DeleteItem', ${KEY} }`)).toMatchObject({ result: null, error: null });
});

describe('a condition that fails', () => {
  const put = (values: string, more = ''): string =>
    `{ operation: 'PutItem', ${KEY}, attributeValues: util.dynamodb.toMapValues(${values}), condition: { expression: 'attribute_not_exists(pk)' ${more} } }`;
  const present = [{ pk: { S: 'a' }, n: { N: '1' }, version: { N: '7' } }];

  test('is an error beside the item that is there', async () => {
    const { result, error, calls } = await run(put('{ n: 2 }'), present);
    expect(error).toEqual(FAILED);
    expect(result).toEqual({ pk: 'a', n: 1, version: 7 });
    expect(calls[1]).toEqual({
      operation: 'GetItem',
      input: { TableName: 'main', Key: { pk: { S: 'a' } }, ConsistentRead: true },
    });
  });

  test('is a success when the item already is what was to be put', async () => {
    expect(await run(put('{ version: 7, n: 1 }'), present)).toMatchObject({ result: { n: 1 }, error: null });
  });

  test('is a success when the item differs in ignored attributes only', async () => {
    const { error, result } = await run(put('{ n: 1, version: 8 }', `, equalsIgnore: ['version']`), present);
    expect([error, result]).toEqual([null, { pk: 'a', n: 1, version: 7 }]);
  });

  test('reads the item eventually consistent when that was asked', async () => {
    const { calls } = await run(put('{ n: 2 }', ', consistentRead: false'), present);
    expect(calls[1]?.input).toMatchObject({ ConsistentRead: false });
  });

  test('is a success for a deletion of what is gone already', async () => {
    const request = `{ operation: 'DeleteItem', ${KEY}, condition: { expression: 'attribute_exists(pk)' } }`;
    expect(await run(request)).toMatchObject({ result: null, error: null });
  });

  test('is always an error for an update', async () => {
    const update = `update: { expression: 'SET n = :n', expressionValues: util.dynamodb.toMapValues({ ':n': 1 }) }`;
    expect(await run(`{ operation: 'UpdateItem', ${KEY}, ${update}, ${OTHERS_ONLY} }`, present)).toMatchObject({
      error: FAILED,
    });
  });

  test('is the error of the read, where the role may not read', async () => {
    const { error } = await run(put('{ n: 2 }'), present, (ports) => ports.denied.add('GetItem'));
    expect(error).toEqual({
      type: 'DynamoDB:DynamoDbException',
      message: expect.stringContaining('is not authorized to perform: dynamodb:GetItem'),
    });
  });
});

describe('an error of DynamoDB', () => {
  test.each([
    ['ProvisionedThroughputExceededException', 'DynamoDB:ProvisionedThroughputExceededException'],
    ['ResourceNotFoundException', 'DynamoDB:ResourceNotFoundException'],
    ['ValidationException', 'DynamoDB:DynamoDbException'],
    ['AccessDeniedException', 'DynamoDB:DynamoDbException'],
  ])('%s comes to the response handler as %s', async (code, type) => {
    const { result, error } = await run(`{ operation: 'GetItem', ${KEY} }`, [], ({ tables }) => {
      tables.failures.set('GetItem', new AwsError(code, 'what went wrong'));
    });
    expect([result, error]).toEqual([null, { type, message: messageOf('what went wrong') }]);
  });
});

describe('a request that can not be made', () => {
  test.each([
    ['{}', "Value for field '$[operation]' not found."],
    [`{ operation: 'GetItem' }`, "Value for field '$[key]' not found."],
    [
      `{ operation: 'GetItem', key: { pk: 'a' } }`,
      `Expected a typed attribute value, such as {"S": "text"}, for field '$[key.pk]'.`,
    ],
    [`{ operation: 'UpdateItem', ${KEY} }`, "Value for field '$[update]' not found."],
    [`{ operation: 'Query' }`, "Value for field '$[query]' not found."],
    [`{ operation: 'Explode' }`, expect.stringContaining("Unsupported operation 'Explode'")],
    [`'text'`, 'Expected a JSON object as request.'],
  ])('%s fails the field before anything is sent', async (request, message) => {
    const { errors, calls } = await run(request);
    expect(errors).toMatchObject([{ errorType: 'MappingTemplate', message, path: ['run'] }]);
    expect(calls).toEqual([]);
  });
});
