import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { run } from './dynamodb/support.ts';
import type { RunningApi } from './support/api.ts';

const PAGE = 'appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb-condition-expressions.html';

/** The item of the page's examples. */
const STEVE = { pk: { S: '1' }, name: { S: 'Steve' }, version: { N: '8' } };
const PLAIN_STEVE = { pk: '1', name: 'Steve', version: 8 };
const FAILED = { type: 'DynamoDB:ConditionalCheckFailedException', message: expect.any(String) };

const put = (condition: string, values = `{ name: 'Steve', version: 2 }`): string => `{
  operation: 'PutItem',
  key: util.dynamodb.toMapValues({ pk: '1' }),
  attributeValues: util.dynamodb.toMapValues(${values}),
  condition: { expression: 'version = :expected', expressionValues: { ':expected': { N: 1 } }, ${condition} },
}`;
const remove = (condition: string): string =>
  `{ operation: 'DeleteItem', key: util.dynamodb.toMapValues({ pk: '1' }), condition: ${condition} }`;
const update = (condition: string): string => `{
  operation: 'UpdateItem',
  key: util.dynamodb.toMapValues({ pk: '1' }),
  update: { expression: 'SET n = :n', expressionValues: { ':n': { N: 1 } } },
  condition: { expression: 'attribute_not_exists(pk)', ${condition} },
}`;
const CUSTOM = `conditionalCheckFailedHandler: { strategy: 'Custom', lambdaArn: 'function-arn' }`;

const answering =
  (answer: unknown) =>
  ({ ports }: RunningApi): void => {
    ports.functions.set('function-arn', () => ({ payload: answer }));
  };
const runWith = (request: string, items: readonly Record<string, Record<string, unknown>>[], answer: unknown) =>
  run(request, items, (ports) => answering(answer)({ ports } as RunningApi));
const reads = (calls: readonly { operation: string; input: unknown }[]) =>
  calls.filter(({ operation }) => operation === 'GetItem').map(({ input }) => input);

documented(PAGE, 'If omitted, no condition check is made.', async () => {
  const { result, error, calls } = await run(
    `{ operation: 'PutItem', key: { pk: { S: '1' } }, attributeValues: { name: { S: 'Ann' } } }`,
    [STEVE],
  );
  expect([result, error]).toEqual([{ pk: '1', name: 'Ann' }, null]);
  expect(calls.map(({ operation }) => operation)).toEqual(['PutItem']);
});

documented(PAGE, 'If specified, the condition must be true for the operation to succeed.', async () => {
  const { error, api } = await run(put(''), [STEVE]);
  expect(error).toEqual(FAILED);
  expect(api.ports.tables.get('1')).toEqual(STEVE);
});

documented(PAGE, 'The update expression itself.', async () => {
  const { errors } = await run(remove('{ expressionValues: {} }'), [STEVE]);
  expect(errors).toMatchObject([{ message: "Value for field '$[condition.expression]' not found." }]);
});

documented(
  PAGE,
  'If AWS AppSync DynamoDB functions can determine that the current value in DynamoDB matches the desired result, it treats the operation as if it succeeded anyway.',
  async () => {
    const { result, error } = await run(put('', `{ version: 8, name: 'Steve' }`), [STEVE]);
    expect([result, error]).toEqual([PLAIN_STEVE, null]);
  },
);

documented(
  PAGE,
  'You can use the equalsIgnore field to specify a list of attributes that AWS AppSync should ignore when performing that comparison.',
  async () => {
    expect(await run(put(`equalsIgnore: ['version']`), [STEVE])).toMatchObject({ error: null });
    expect(await run(put(`equalsIgnore: ['name']`), [STEVE])).toMatchObject({ error: FAILED });
  },
);

documented(
  PAGE,
  'The AWS AppSync DynamoDB function would compare the item it tried to write against the current value, see that the only difference was the version field, but because it’s configured to ignore the version field, it treats the operation as successful and returns the item that was retrieved from DynamoDB.',
  async () => {
    const { result } = await run(put(`equalsIgnore: ['version']`), [STEVE]);
    expect(result).toEqual(PLAIN_STEVE);
  },
);

documented(
  PAGE,
  'When a condition check fails, AWS AppSync gets the current value of the item from DynamoDB using a strongly consistent read.',
  async () => {
    const { calls } = await run(put(''), [STEVE]);
    expect(reads(calls)).toEqual([{ TableName: 'main', Key: { pk: { S: '1' } }, ConsistentRead: true }]);
  },
);

documented(
  PAGE,
  'You can use this field to tell the AWS AppSync DynamoDB function to use an eventually consistent read instead.',
  async () => {
    const { calls } = await run(put('consistentRead: false'), [STEVE]);
    expect(reads(calls)).toMatchObject([{ ConsistentRead: false }]);
  },
);

documented(PAGE, 'If omitted, it defaults to a strategy of Reject.', async () => {
  const reject = `conditionalCheckFailedHandler: { strategy: 'Reject' }`;
  const [omitted, given] = [await run(put(''), [STEVE]), await run(put(reject), [STEVE])];
  expect([omitted.result, omitted.error]).toEqual([PLAIN_STEVE, FAILED]);
  expect([given.result, given.error]).toEqual([PLAIN_STEVE, FAILED]);
});

documented(
  PAGE,
  'When the strategy is set to Custom, the lambdaArn field must contain the ARN of the Lambda function to invoke.',
  async () => {
    const { errors, calls } = await run(put(`conditionalCheckFailedHandler: { strategy: 'Custom' }`), [STEVE]);
    expect(errors).toMatchObject([{ errorType: 'MappingTemplate', message: expect.stringContaining('lambdaArn') }]);
    expect(calls).toEqual([]);
  },
);

documented(PAGE, 'If no item was returned, it treats the operation as successful.', async () => {
  const { result, error } = await run(remove(`{ expression: 'attribute_exists(pk)' }`));
  expect([result, error]).toEqual([null, null]);
});

documented(
  PAGE,
  'For the DeleteItem operation, the AWS AppSync DynamoDB function checks to verify that an item was returned from DynamoDB.',
  async () => {
    const { result, error } = await run(remove(`{ expression: 'attribute_not_exists(pk)' }`), [STEVE]);
    expect([result, error]).toEqual([PLAIN_STEVE, FAILED]);
  },
);

documented(
  PAGE,
  'For the UpdateItem operation, the AWS AppSync DynamoDB function does not have enough information to determine if the item currently in DynamoDB matches the expected result, and therefore follows the configured strategy.',
  async () => {
    expect(await run(update(''), [{ ...STEVE, n: { N: '1' } }])).toMatchObject({ error: FAILED });
    expect(await runWith(update(CUSTOM), [STEVE], { action: 'discard' })).toMatchObject({ error: null });
  },
);

documented(
  PAGE,
  'When a condition check fails, the AWS AppSync DynamoDB function can pass on the error for the mutation and the current value of the object by using the util.appendError utility.',
  async () => {
    const { error, result } = await run(put(''), [STEVE]);
    expect(error).toEqual(FAILED);
    expect(result).toEqual(PLAIN_STEVE);
  },
);

documented(
  PAGE,
  'reject the mutation. This tells the AWS AppSync DynamoDB function to behave as if the configured strategy was Reject, returning an error for the mutation and the current value of the object in DynamoDB as described in the previous section.',
  async () => {
    const { result, error } = await runWith(put(CUSTOM), [STEVE], { action: 'reject' });
    expect([result, error]).toEqual([PLAIN_STEVE, FAILED]);
  },
);

documented(
  PAGE,
  'discard the mutation. This tells the AWS AppSync DynamoDB function to silently ignore the condition check failure and returns the value in DynamoDB.',
  async () => {
    const { result, error, api } = await runWith(put(CUSTOM), [STEVE], { action: 'discard' });
    expect([result, error]).toEqual([PLAIN_STEVE, null]);
    expect(api.ports.tables.get('1')).toEqual(STEVE);
  },
);

documented(
  PAGE,
  'retry the mutation. This tells the AWS AppSync DynamoDB function to retry the mutation with a new request object.',
  async () => {
    const retryMapping = {
      attributeValues: { name: { S: 'Steve' }, version: { N: 9 } },
      condition: { expression: 'version = :expected', expressionValues: { ':expected': { N: 8 } } },
    };
    const { result, error, api } = await runWith(put(CUSTOM), [STEVE], { action: 'retry', retryMapping });
    expect([result, error]).toEqual([{ pk: '1', name: 'Steve', version: 9 }, null]);
    expect(api.ports.tables.get('1')).toEqual({ ...STEVE, version: { N: '9' } });
  },
);

documented(PAGE, 'It uses the same service-role-arn configured on the data source.', async () => {
  const { api } = await runWith(put(CUSTOM), [STEVE], { action: 'reject' });
  expect(new Set(api.ports.sessions)).toEqual(new Set(['role-arn APPSYNC_ASSUME_ROLE appsync.amazonaws.com']));
  expect(api.ports.invocations).toHaveLength(1);
});

documented(PAGE, 'The payload of the invocation has the following structure:', async () => {
  const { api } = await runWith(put(`equalsIgnore: ['other'], ${CUSTOM}`), [STEVE], { action: 'reject' });
  expect(api.ports.invocations).toEqual([
    {
      arguments: {},
      requestMapping: {
        operation: 'PutItem',
        key: { pk: { S: '1' } },
        attributeValues: { name: { S: 'Steve' }, version: { N: 2 } },
        condition: {
          expression: 'version = :expected',
          expressionValues: { ':expected': { N: 1 } },
          equalsIgnore: ['other'],
          conditionalCheckFailedHandler: { strategy: 'Custom', lambdaArn: 'function-arn' },
        },
      },
      currentValue: { pk: { S: '1' }, name: { S: 'Steve' }, version: { N: 8 } },
      resolver: {
        tableName: 'main',
        awsRegion: 'us-east-1',
        parentType: 'Query',
        field: 'run',
        outputType: 'AWSJSON',
      },
      identity: null,
    },
  ]);
});

documented(PAGE, 'There is no way to specify a different operation or key to work on.', async () => {
  const retryMapping = { key: { pk: { S: '2' } }, attributeValues: { name: { S: 'Steve' } } };
  const { errors, api } = await runWith(put(CUSTOM), [STEVE], { action: 'retry', retryMapping });
  expect(errors).toMatchObject([{ message: "Unsupported element '$[retryMapping.key]'." }]);
  expect(api.ports.tables.get('2')).toBeUndefined();
});

documented(PAGE, 'If the retry fails, the AWS AppSync DynamoDB function follows the Reject strategy.', async () => {
  const retryMapping = { attributeValues: { name: { S: 'Steve' }, version: { N: 3 } }, condition: {} };
  const { result, error, api } = await runWith(put(CUSTOM), [STEVE], { action: 'retry', retryMapping });
  expect([result, error]).toEqual([PLAIN_STEVE, FAILED]);
  expect(api.ports.invocations).toHaveLength(1);
});

documented(
  PAGE,
  'Instead of returning an error, you can configure the function to invoke a custom Lambda function to decide how the AWS AppSync DynamoDB function should handle the failure.',
  async () => {
    const { api, error } = await runWith(remove(`{ expression: 'attribute_not_exists(pk)', ${CUSTOM} }`), [STEVE], {
      action: 'retry',
      retryMapping: { condition: { expression: 'version = :v', expressionValues: { ':v': { N: 8 } } } },
    });
    expect(error).toBeNull();
    expect(api.ports.tables.get('1')).toBeUndefined();
  },
);

documented(
  'appsync/latest/devguide/tutorial-dynamodb-resolvers-js.html',
  'The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: 1RR3QN5F35CS8IV5VR4OQO9NNBVV4KQNSO5AEMVJF66Q9ASUAAJG)',
  async () => {
    const { error } = await run(put(''), [STEVE]);
    expect(error).toEqual({
      type: 'DynamoDB:ConditionalCheckFailedException',
      message: expect.stringMatching(
        /^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: [A-Z0-9]{52}\)$/,
      ),
    });
  },
);
