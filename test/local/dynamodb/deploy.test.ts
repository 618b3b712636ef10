import { describe, expect, it } from 'vitest';
import { declared } from '../iam/account.ts';
import { ADMINISTRATOR, ARN, database, emptyDatabase, errorOf, put, TABLE } from './table.ts';
import type { Database } from './table.ts';
import { temporaryFolder } from '../support/cloud.ts';

const attributes = (...names: string[]) => names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
const byPk = (IndexName: string, hash: string) => ({
  IndexName,
  KeySchema: [{ AttributeName: hash, KeyType: 'HASH' }],
  Projection: { ProjectionType: 'KEYS_ONLY' },
});
const describeTable = async ({ dynamodb }: Database) =>
  (await dynamodb.execute(ADMINISTRATOR, 'DescribeTable', { TableName: 'Data' }))['Table'];

describe('a table', () => {
  it('has the attributes that templates ask for, with our region and account', async () => {
    const { deploy } = emptyDatabase();
    expect(await deploy()).toEqual({
      ref: 'Data',
      attributes: { Arn: ARN, TableId: expect.stringMatching(/^[\da-f-]{36}$/) },
    });
    const streamed = await deploy({
      TableName: 'Streamed',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect(streamed.attributes?.['StreamArn']).toMatch(
      /^arn:aws:dynamodb:us-east-1:000000000000:table\/Streamed\/stream\/./,
    );
  });

  it('gets the same name at every start when its template gives none', async () => {
    const names = [emptyDatabase(), emptyDatabase()].map(
      async ({ deploy }) => (await deploy({ TableName: undefined })).ref,
    );
    const [first, second] = await Promise.all(names);
    expect(first).toMatch(/^Stack-Table-[0-9A-F]{12}$/);
    expect(second).toBe(first);
  });

  it('takes AWS::DynamoDB::Table as well', async () => {
    const { dynamodb } = emptyDatabase();
    const { Replicas: _, ...properties } = TABLE;
    const table = declared('AWS::DynamoDB::Table', 'Table', {
      ...properties,
      BillingMode: undefined,
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      GlobalSecondaryIndexes: [],
      AttributeDefinitions: attributes('pk', 'sk', 'local'),
      LocalSecondaryIndexes: [
        {
          IndexName: 'byLocal',
          KeySchema: [TABLE.KeySchema[0], { AttributeName: 'local', KeyType: 'RANGE' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
    for (const start of ['created', 'found again']) {
      expect(await dynamodb.resourceTypes['AWS::DynamoDB::Table'](table), start).toMatchObject({ ref: 'Data' });
    }
  });

  it('has its time to live, protection and maxima', async () => {
    const db = emptyDatabase();
    await db.deploy({
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 40 },
      Replicas: [
        {
          Region: 'us-east-1',
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 60 },
        },
      ],
    });
    expect(await describeTable(db)).toMatchObject({
      DeletionProtectionEnabled: true,
      OnDemandThroughput: { MaxReadRequestUnits: 60, MaxWriteRequestUnits: 40 },
    });
    expect(await db.dynamodb.execute(ADMINISTRATOR, 'DescribeTimeToLive', { TableName: 'Data' })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' },
    });
  });
});

describe('a table that is there already', () => {
  it('gains and loses indexes, with the items that it has', async () => {
    const folder = temporaryFolder();
    const before = await database(folder);
    await before.dynamodb.execute(ADMINISTRATOR, 'PutItem', put('a', { owner: { S: 'o' } }));
    await before.dynamodb.stop();
    const after = emptyDatabase(folder);
    await after.deploy({
      AttributeDefinitions: attributes('pk', 'sk', 'owner'),
      GlobalSecondaryIndexes: [byPk('byOwner', 'owner')],
    });
    expect(await describeTable(after)).toMatchObject({ GlobalSecondaryIndexes: [{ IndexName: 'byOwner' }] });
    const found = await after.dynamodb.execute(ADMINISTRATOR, 'Query', {
      TableName: 'Data',
      IndexName: 'byOwner',
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: 'o' } },
    });
    expect(found['Count']).toBe(1);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      'other keys',
      { KeySchema: [TABLE.KeySchema[0]], AttributeDefinitions: attributes('pk', 'kind', 'sk') },
      /^Stack\/Table: the table Data has the keys pk \(HASH S\), sk \(RANGE S\), the template pk \(HASH S\)\. Start with --fresh/,
    ],
    [
      'another type of key',
      { AttributeDefinitions: [{ AttributeName: 'sk', AttributeType: 'N' }, ...attributes('pk', 'kind')] },
      /the template pk \(HASH S\), sk \(RANGE N\)/,
    ],
    [
      'an index of other keys',
      { GlobalSecondaryIndexes: [byPk('byKind', 'kind')] },
      /has the index byKind as .* --fresh/,
    ],
  ])('is not changed to %s', async (_, properties, message) => {
    const { deploy } = await database();
    expect(await errorOf(deploy(properties))).toMatchObject({
      name: 'DeploymentError',
      message: expect.stringMatching(message),
    });
  });

  it('gains a stream', async () => {
    const { deploy } = await database();
    const { attributes: streamed } = await deploy({ StreamSpecification: { StreamViewType: 'NEW_IMAGE' } });
    expect(streamed?.['StreamArn']).toContain('/Data/stream/');
    const again = await deploy({ StreamSpecification: { StreamViewType: 'NEW_IMAGE' } });
    expect(again.attributes).toEqual(streamed);
  });
});

it.each([
  [[{ Region: 'us-east-1' }, { Region: 'eu-west-1' }], /us-east-1, eu-west-1/],
  [[{ Region: 'eu-west-1' }], /the template has eu-west-1/],
])('does not start with replicas %j', async (Replicas, message) => {
  const error = await errorOf(emptyDatabase().deploy({ Replicas }));
  expect(error).toMatchObject({ name: 'DeploymentError', message: expect.stringMatching(message) });
});

it.each<[string, Record<string, unknown>]>([
  ['KinesisStreamSpecification', { KinesisStreamSpecification: { StreamArn: 'arn' } }],
  ['ImportSourceSpecification', { ImportSourceSpecification: {} }],
  ['GlobalTableWitnesses', { GlobalTableWitnesses: [] }],
  ['Replicas.ResourcePolicy', { Replicas: [{ Region: 'us-east-1', ResourcePolicy: {} }] }],
  ['Replicas.KinesisStreamSpecification', { Replicas: [{ Region: 'us-east-1', KinesisStreamSpecification: {} }] }],
  ['StreamSpecification.ResourcePolicy', { StreamSpecification: { StreamViewType: 'KEYS_ONLY', ResourcePolicy: {} } }],
  ['AttributeDefinitions.Type', { AttributeDefinitions: [{ AttributeName: 'pk', Type: 'S' }] }],
  ['KeySchema.Key', { KeySchema: [{ AttributeName: 'pk', Key: 'HASH' }] }],
  ['TimeToLiveSpecification.Attribute', { TimeToLiveSpecification: { Enabled: true, Attribute: 'at' } }],
  ['GlobalSecondaryIndexes.Name', { GlobalSecondaryIndexes: [{ Name: 'byDate' }] }],
  ['GlobalSecondaryIndexes.Projection.Type', { GlobalSecondaryIndexes: [{ Projection: { Type: 'ALL' } }] }],
])('does not start with %s, and says so', async (name, properties) => {
  const error = await errorOf(emptyDatabase().deploy(properties));
  expect(error.message).toBe(`Stack/Table: the local DynamoDB doesn't run ${name}.`);
});

it('starts with what has no effect on one machine', async () => {
  const { deploy } = emptyDatabase();
  const properties = {
    TableClass: 'STANDARD',
    WarmThroughput: { ReadUnitsPerSecond: 12000 },
    Replicas: [
      {
        Region: 'us-east-1',
        ContributorInsightsSpecification: { Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        Tags: [{ Key: 'a', Value: 'b' }],
      },
    ],
  };
  await expect(deploy(properties)).resolves.toMatchObject({ ref: 'Data' });
});
