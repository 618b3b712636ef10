import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../local/errors.ts';
import { ADMINISTRATOR, ARN, database, errorOf, EVERYTHING, get, increment, key, put } from './table.ts';

const allow = (actions: string | string[], more: Record<string, unknown> = {}) => ({
  Effect: 'Allow',
  Action: [actions].flat().map((action) => `dynamodb:${action}`),
  Resource: ARN,
  ...more,
});

const transaction = {
  TransactItems: [
    { Put: put('a') },
    { Update: increment('b') },
    { Delete: { TableName: 'Data', Key: key('c') } },
    { ConditionCheck: { TableName: 'Data', Key: key('d'), ConditionExpression: 'attribute_not_exists(pk)' } },
  ],
};

const byKind = {
  TableName: 'Data',
  IndexName: 'byKind',
  KeyConditionExpression: 'kind = :k',
  ExpressionAttributeValues: { ':k': { S: 'x' } },
};

describe('each operation needs its own permission', () => {
  it.each([
    ['GetItem', get('a'), ['GetItem']],
    ['PutItem', put('a'), ['PutItem']],
    ['UpdateItem', increment('a'), ['UpdateItem']],
    ['DeleteItem', { TableName: 'Data', Key: key('a') }, ['DeleteItem']],
    ['Scan', { TableName: 'Data' }, ['Scan']],
    ['BatchGetItem', { RequestItems: { Data: { Keys: [key('a')] } } }, ['BatchGetItem']],
    ['BatchWriteItem', { RequestItems: { Data: [{ PutRequest: { Item: key('a') } }] } }, ['BatchWriteItem']],
    ['TransactGetItems', { TransactItems: [{ Get: get('a') }] }, ['GetItem']],
    ['TransactWriteItems', transaction, ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem']],
  ])('%s', async (operation, input, actions) => {
    const { as } = await database();
    await expect(as(allow(actions))(operation, input)).resolves.toBeDefined();
    for (const missing of actions) {
      const others = ['DescribeTable', ...actions.filter((action) => action !== missing)];
      const error = await errorOf(as(allow(others))(operation, input));
      expect(error).toMatchObject({
        code: 'AccessDeniedException',
        message: expect.stringContaining(`not authorized to perform: dynamodb:${missing} on resource: ${ARN} because`),
      });
    }
  });

  it('a Query on an index needs the index, not the table', async () => {
    const { as } = await database();
    const error = await errorOf(as(allow('Query'))('Query', byKind));
    expect(error.message).toContain(`resource: ${ARN}/index/byKind because`);
    await expect(as(allow('Query', { Resource: `${ARN}/index/*` }))('Query', byKind)).resolves.toMatchObject({
      Count: 0,
    });
  });

  it('control too: a role needs it, the administrator does not', async () => {
    const { as, dynamodb } = await database();
    expect((await errorOf(as()('DescribeTable', { TableName: 'Data' }))).code).toBe('AccessDeniedException');
    const described = await as(allow('DescribeTable'))('DescribeTable', { TableName: 'Data' });
    expect(described).toMatchObject({
      Table: { TableArn: ARN, GlobalSecondaryIndexes: [{ IndexArn: `${ARN}/index/byKind` }] },
    });
    await expect(dynamodb.execute(ADMINISTRATOR, 'ListTables', {})).resolves.toEqual({ TableNames: ['Data'] });
  });

  it('PartiQL is no way around it', async () => {
    const { as } = await database();
    const error = await errorOf(as(allow('*'))('ExecuteStatement', { Statement: 'SELECT * FROM "Data"' }));
    expect(error.code).toBe('UnknownOperationException');
  });
});

describe('a role limited to leading keys', () => {
  const own = { ...EVERYTHING, Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['own#*'] } } };
  const query = (expression: string, values: Record<string, unknown>, more = {}) => ({
    TableName: 'Data',
    KeyConditionExpression: expression,
    ExpressionAttributeValues: values,
    ...more,
  });
  const [mine, theirs] = [{ S: 'own#1' }, { S: 'other#1' }];

  it.each<[string, string, Record<string, unknown>, boolean]>([
    ['a get of its own', 'GetItem', get('own#1'), true],
    ['a get of another', 'GetItem', get('other#1'), false],
    ['a put of another', 'PutItem', put('other#1'), false],
    [
      'a batch with one of another',
      'BatchGetItem',
      { RequestItems: { Data: { Keys: [key('own#1'), key('other#1')] } } },
      false,
    ],
    [
      'a transaction of its own',
      'TransactWriteItems',
      { TransactItems: [{ Put: put('own#1') }, { Update: increment('own#2') }] },
      true,
    ],
    [
      'a transaction with one of another',
      'TransactWriteItems',
      { TransactItems: [{ Put: put('own#1') }, { Put: put('x') }] },
      false,
    ],
    ['a query of its own', 'Query', query('pk = :p', { ':p': mine }), true],
    ['a query of another', 'Query', query('pk = :p AND begins_with(sk, :p)', { ':p': theirs }), false],
    [
      'a query by names',
      'Query',
      query('sk > :p AND #k=:p', { ':p': theirs }, { ExpressionAttributeNames: { '#k': 'pk' } }),
      false,
    ],
    ['a query the other way round', 'Query', query('(:p = pk)', { ':p': theirs }), false],
    ['an index by its own key', 'Query', query('kind = :p', { ':p': mine }, { IndexName: 'byKind' }), true],
    ['an index by another', 'Query', query('kind = :p', { ':p': theirs }, { IndexName: 'byKind' }), false],
  ])('%s', async (_, operation, input, passes) => {
    const { as } = await database();
    const result = await as(own)(operation, input).catch((error: unknown) => error);
    expect(result instanceof AwsError && result.code).toBe(passes ? false : 'AccessDeniedException');
  });
});

describe("a table with a customer's key", () => {
  const encrypted = {
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    Replicas: [{ Region: 'us-east-1', SSESpecification: { KMSMasterKeyId: 'arn:key' } }],
  };

  it('asks for the use of it before anything else happens', async () => {
    const { as, deploy, dynamodb } = await database(undefined, {
      authorizeKey: (principal, keyArn) => {
        throw new AwsError('AccessDeniedException', `${principal.arn} ${keyArn}`);
      },
    });
    await deploy({ ...encrypted, TableName: 'Secret' });
    const write = as({ ...EVERYTHING, Resource: '*' });
    expect((await errorOf(write('PutItem', { ...put('a'), TableName: 'Secret' }))).message).toMatch(/Role.* arn:key$/);
    await expect(write('PutItem', put('a'))).resolves.toEqual({});
    await expect(dynamodb.execute(ADMINISTRATOR, 'Scan', { TableName: 'Secret' })).resolves.toMatchObject({ Count: 0 });
  });
});
