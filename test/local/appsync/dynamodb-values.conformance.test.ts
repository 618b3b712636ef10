import { expect } from 'vitest';
import { AwsError } from '../../../local/errors.ts';
import { documented } from '../support/documented.ts';
import { run } from './dynamodb/support.ts';
import { startApi, table } from './support/api.ts';

const GUIDE = 'appsync/latest/devguide';
const page = (name: string): string => `${GUIDE}/js-aws-appsync-resolver-reference-dynamodb-${name}.html`;

documented(
  page('typed-values-request'),
  'Note that the JSON object cannot have more than one key-value pair.',
  async () => {
    const { errors, calls } = await run(`{ operation: 'GetItem', key: { pk: { S: 'a', N: 1 } } }`);
    expect(errors).toMatchObject([{ errorType: 'MappingTemplate' }]);
    expect(calls).toEqual([]);
  },
);

documented(page('typed-values-request'), 'A null value. A DynamoDB Null value is denoted by:', async () => {
  const { calls } = await run(
    `{ operation: 'PutItem', key: { pk: { S: 'a' } }, attributeValues: { phoneNumbers: { NULL: null } } }`,
  );
  expect(calls[0]?.input).toMatchObject({ Item: { phoneNumbers: { NULL: true } } });
});

documented(
  page('typed-values-request'),
  'A set of number values. A DynamoDB Number Set value is denoted by:',
  async () => {
    const { calls } = await run(
      `{ operation: 'PutItem', key: { pk: { S: 'a' } }, attributeValues: { readings: { NS: [67.8, 12.2, 70] } } }`,
    );
    expect(calls[0]?.input).toMatchObject({ Item: { readings: { NS: ['67.8', '12.2', '70'] } } });
  },
);

documented(
  page('typed-values-responses'),
  'A DynamoDB Map value is returned as a JSON object, where each key/value is also converted.',
  async () => {
    const m = { M: { someString: { S: 'A' }, someNumber: { N: '1' }, stringSet: { SS: ['x', 'y'] } } };
    const { result } = await run(`{ operation: 'GetItem', key: { pk: { S: 'a' } } }`, [{ pk: { S: 'a' }, m }]);
    expect(result).toEqual({ pk: 'a', m: { someString: 'A', someNumber: 1, stringSet: ['x', 'y'] } });
  },
);

documented(
  page('typed-values-responses'),
  'A list of any other supported DynamoDB value. A DynamoDB List value is returned as a list of values, where each inner value is also converted.',
  async () => {
    const l = { L: [{ S: 'A string value' }, { N: '1' }, { SS: ['a', 'b'] }, { NULL: true }] };
    const { result } = await run(`{ operation: 'GetItem', key: { pk: { S: 'a' } } }`, [{ pk: { S: 'a' }, l }]);
    expect(result).toEqual({ pk: 'a', l: ['A string value', 1, ['a', 'b'], null] });
  },
);

documented(
  `${GUIDE}/tutorial-dynamodb-batch-js.html`,
  'Returning data without handling the invocation error effectively swallows the error, making the result for the given GraphQL field always successful.',
  async () => {
    const { errors, api } = await run(`{ operation: 'GetItem', key: { pk: { S: 'a' } } }`, [], ({ tables }) => {
      tables.failures.set('GetItem', new AwsError('ValidationException', 'no'));
    });
    expect(errors).toBeUndefined();
    expect(api.ports.tables.calls).toHaveLength(1);
  },
);

documented(
  `${GUIDE}/tutorial-dynamodb-batch-js.html`,
  'Invocation errors always include a message and a type, accessible as properties ctx.error.message and ctx.error.type.',
  async () => {
    const code = `{ operation: 'GetItem', key: { pk: { S: 'a' } } }`;
    const api = await startApi({
      schema: 'type Query { run: AWSJSON }',
      resolvers: { 'Query.run': table(code, 'util.error(ctx.error.message, ctx.error.type);') },
    });
    api.ports.tables.failures.set('GetItem', new AwsError('ValidationException', 'no'));
    expect((await api.query('{ run }')).body.errors).toMatchObject([
      { errorType: 'DynamoDB:DynamoDbException', message: expect.stringMatching(/^no \(Service: DynamoDb/) },
    ]);
  },
);
