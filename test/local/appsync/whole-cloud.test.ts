import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocalCloud, type LocalCloud } from '../../../local/start.ts';
import { writeAssembly } from '../assembly/fixture.ts';

const RUNTIME = { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' };
const API_ID = { 'Fn::GetAtt': ['Api', 'ApiId'] };
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const roleMay = (Action: string[], Resource: unknown) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'appsync.amazonaws.com' } }],
    },
    Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } }],
  },
});
const source = (name: string, role: string, target: Readonly<Record<string, unknown>>) => ({
  Type: 'AWS::AppSync::DataSource',
  Properties: { ApiId: API_ID, Name: name, ServiceRoleArn: arnOf(role), ...target },
});
const TABLE = { Type: 'AMAZON_DYNAMODB', DynamoDBConfig: { TableName: { Ref: 'Table' }, AwsRegion: 'us-east-1' } };
const BUS = { Type: 'AMAZON_EVENTBRIDGE', EventBridgeConfig: { EventBusArn: arnOf('Bus') } };
const PUT = `{
  operation: 'PutItem',
  key: util.dynamodb.toMapValues({ pk: 'a' }),
  attributeValues: util.dynamodb.toMapValues({ title: ctx.args.title }),
  condition: { expression: 'attribute_not_exists(pk)' },
}`;
const resolver = (field: string, dataSource: string, request: string) => ({
  Type: 'AWS::AppSync::Resolver',
  DependsOn: [dataSource, 'Schema'],
  Properties: {
    ApiId: API_ID,
    TypeName: 'Mutation',
    FieldName: field,
    DataSourceName: dataSource,
    Runtime: RUNTIME,
    Code: `import { util } from '@aws-appsync/utils';
export function request(ctx) { return ${request}; }
export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}`,
  },
});
const EVENT = `{ operation: 'PutEvents', events: [{ source: 'school', detailType: 'course.made', detail: { title: ctx.args.title }, time: '2026-01-10T05:00:10Z' }] }`;

const RESOURCES = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'courses',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    },
  },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'school' } },
  Reader: roleMay(['dynamodb:PutItem', 'dynamodb:GetItem'], arnOf('Table')),
  Writer: roleMay(['dynamodb:PutItem'], arnOf('Table')),
  Sender: roleMay(['events:PutEvents'], arnOf('Bus')),
  Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'Api', AuthenticationType: 'API_KEY' } },
  Schema: {
    Type: 'AWS::AppSync::GraphQLSchema',
    Properties: {
      ApiId: API_ID,
      Definition: `type Query { a: Int } type Mutation {
        put(title: String): AWSJSON  putUnread(title: String): AWSJSON
        send(title: String): AWSJSON  sendDenied(title: String): AWSJSON
      }`,
    },
  },
  Key: { Type: 'AWS::AppSync::ApiKey', Properties: { ApiId: API_ID } },
  readable: source('readable', 'Reader', TABLE),
  unreadable: source('unreadable', 'Writer', TABLE),
  bus: source('bus', 'Sender', BUS),
  denied: source('denied', 'Writer', BUS),
  Put: resolver('put', 'readable', PUT),
  PutUnread: resolver('putUnread', 'unreadable', PUT),
  Send: resolver('send', 'bus', EVENT),
  SendDenied: resolver('sendDenied', 'denied', EVENT),
};

const folder = mkdtempSync(join(tmpdir(), 'whole-cloud-'));
let local: LocalCloud;
let key: string;

beforeAll(async () => {
  const template = { Resources: RESOURCES, Outputs: { Key: { Value: { 'Fn::GetAtt': ['Key', 'ApiKey'] } } } };
  const assembly = writeAssembly({ App: { template } });
  local = await startLocalCloud({ assembly, stateFolder: join(folder, 'state'), port: 0 });
  key = String(local.outputs['App']?.['Key']);
});

afterAll(async () => {
  await local.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function mutate(field: string, title: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${local.url}/graphql`, {
    method: 'POST',
    headers: { 'x-api-key': key },
    body: JSON.stringify({ query: `mutation { ${field}(title: "${title}") }` }),
  });
  return (await response.json()) as Record<string, unknown>;
}

test('a condition that fails costs a strongly consistent read, which the role must be allowed', async () => {
  expect(await mutate('put', 'one')).toEqual({ data: { put: '{"title":"one","pk":"a"}' } });
  local.cloud.usage.clear();
  expect(await mutate('put', 'two')).toMatchObject({
    errors: [{ errorType: 'DynamoDB:ConditionalCheckFailedException' }],
  });
  expect(local.cloud.usage.report()).toMatchObject({
    requests: 2,
    depth: 2,
    rcu: 1,
    byOperation: { 'dynamodb:PutItem': { requests: 1 }, 'dynamodb:GetItem': { requests: 1, rcu: 1 } },
  });
  expect(await mutate('putUnread', 'two')).toMatchObject({
    errors: [{ errorType: 'DynamoDB:DynamoDbException', message: expect.stringContaining('dynamodb:GetItem') }],
  });
});

test('a condition that fails is a success where the item already is what was to be put', async () => {
  await mutate('put', 'one');
  const { data } = (await mutate('put', 'one')) as { data: { put: string } };
  expect(JSON.parse(data.put)).toEqual({ pk: 'a', title: 'one' });
});

test('an EventBridge data source puts events as its role may', async () => {
  expect(await mutate('send', 'one')).toEqual({
    data: { send: expect.stringMatching(/^\{"Entries":\[\{"EventId":"[\w-]+"\}\],"FailedEntryCount":0\}$/) },
  });
  expect(local.cloud.events.list()).toMatchObject([
    {
      bus: 'school',
      source: 'school',
      detailType: 'course.made',
      detail: { title: 'one' },
      time: '2026-01-10T05:00:10Z',
    },
  ]);
  expect(await mutate('sendDenied', 'two')).toMatchObject({
    errors: [{ errorType: 'EventBridge:AccessDeniedException', message: expect.stringContaining('events:PutEvents') }],
  });
});
