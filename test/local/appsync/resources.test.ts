import { expect, test } from 'vitest';
import { DeploymentError } from '../../../local/errors.ts';
import { appSync, declare, deploy, none } from './support/api.ts';

const SCHEMA = 'type Query { hello: String }';
const ARN = 'arn:aws:appsync:us-east-1:000000000000:apis/';

test('an API refers to its ARN and tells its local URLs', () => {
  const { service } = appSync();
  const { ref, attributes } = deploy(service, 'GraphQLApi', 'Api', { AuthenticationType: 'API_KEY' });
  const id = attributes?.['ApiId'] ?? '';
  expect(id).toMatch(/^[a-z0-9]{26}$/);
  expect(ref).toBe(ARN + id);
  expect(attributes).toMatchObject({
    Arn: ref,
    GraphQLUrl: 'http://127.0.0.1:4566/graphql',
    RealtimeUrl: 'ws://127.0.0.1:4566/graphql/realtime',
    GraphQLDns: '127.0.0.1:4566',
    RealtimeDns: '127.0.0.1:4566',
  });
});

test('a second API has a path of its own', () => {
  const { service } = appSync();
  deploy(service, 'GraphQLApi', 'First', { AuthenticationType: 'API_KEY' });
  const { attributes } = deploy(service, 'GraphQLApi', 'Second', { AuthenticationType: 'API_KEY' });
  expect(attributes?.['GraphQLUrl']).toBe(`http://127.0.0.1:4566/apis/${attributes?.['ApiId']}/graphql`);
});

const CODE = { Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' }, Code: none('1'), DataSourceName: 'none' };

test('ids are the same at each start, and differ by address', () => {
  const first = declare(appSync().service, { schema: SCHEMA });
  expect(declare(appSync().service, { schema: SCHEMA })).toEqual(first);
  expect(declare(appSync().service, { schema: SCHEMA }, 'Other').apiId).not.toBe(first.apiId);
  expect(first.apiKey).toMatch(/^da2-[a-z0-9]{26}$/);
});

test('what belongs to an API has an ARN under its own', () => {
  const { service } = appSync();
  const { apiId: ApiId } = declare(service, { schema: SCHEMA });
  const code = { Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' }, Code: none('1'), DataSourceName: 'none' };
  const step = deploy(service, 'FunctionConfiguration', 'Step', { ApiId, Name: 'step', ...code });
  const id = step.attributes?.['FunctionId'];
  expect(step).toMatchObject({ ref: `${ARN}${ApiId}/functions/${id}`, attributes: { Name: 'step' } });
  const resolver = deploy(service, 'Resolver', 'Hello', { ApiId, TypeName: 'Query', FieldName: 'hello', ...code });
  expect(resolver.ref).toBe(`${ARN}${ApiId}/types/Query/resolvers/hello`);
  expect(resolver.attributes).toEqual({ ResolverArn: resolver.ref, TypeName: 'Query', FieldName: 'hello' });
  const source = deploy(service, 'DataSource', 'Source', { ApiId, Name: 'source', Type: 'NONE' });
  expect(source.attributes).toEqual({ Name: 'source', DataSourceArn: `${ARN}${ApiId}/datasources/source` });
});

test.each([
  ['GraphQLApi', { AuthenticationType: 'OPENID_CONNECT' }, /Api\/X .*OPENID_CONNECT does not run here/],
  ['GraphQLApi', { AuthenticationType: 'AMAZON_COGNITO_USER_POOLS' }, /UserPoolConfig: UserPoolId is required/],
  ['GraphQLApi', { AuthenticationType: 'API_KEY', QueryDepthLimit: 76 }, /QueryDepthLimit .* 0 to 75/],
  ['GraphQLApi', { AuthenticationType: 'API_KEY', ApiType: 'MERGED' }, /ApiType of GRAPHQL/],
  [
    'DataSource',
    { ApiId: 'x', Name: 'search', Type: 'AMAZON_OPENSEARCH_SERVICE' },
    /AMAZON_OPENSEARCH_SERVICE does not run/,
  ],
  ['Resolver', { ApiId: 'x', TypeName: 'Q', FieldName: 'f', RequestMappingTemplate: '{}' }, /no mapping templates/],
  ['FunctionConfiguration', { ApiId: 'x', DataSourceName: 'none' }, /Name is required/],
  ['GraphQLApi', { AuthenticationType: 'API_KEY', Visibility: 'PRIVATE' }, /Visibility must be one of GLOBAL here/],
  ['GraphQLApi', { AuthenticationType: 'API_KEY', LambdaAuthorizerConfig: {} }, /LambdaAuthorizerConfig does not run/],
  [
    'DataSource',
    { ApiId: 'x', Name: 'search', Type: 'HTTP', HttpConfig: {} },
    /a data source of type HTTP does not run/,
  ],
  ['DataSource', { ApiId: 'x', Name: 'sql', Type: 'RELATIONAL_DATABASE' }, /RELATIONAL_DATABASE does not run/],
  [
    'DataSource',
    { ApiId: 'x', Name: 't', Type: 'AMAZON_DYNAMODB', DynamoDBConfig: { TableName: 't', Versioned: true } },
    /DynamoDBConfig: Versioned does not run here/,
  ],
  ['Resolver', { ApiId: 'x', TypeName: 'Q', FieldName: 'f', DataSourceName: 'l' }, /no direct Lambda resolvers/],
  ['Resolver', { ApiId: 'x', TypeName: 'Q', FieldName: 'f', ...CODE, SyncConfig: {} }, /SyncConfig does not run here/],
  ['ApiCache', { ApiId: 'x', ApiCachingBehavior: 'PER_RESOLVER_CACHING', Ttl: 60 }, /Type is required/],
])('a %s that can not run here ends the deployment: %o', (type, properties, message) => {
  const { service } = appSync();
  const run = (): unknown => deploy(service, type, 'X', properties);
  expect(run).toThrow(DeploymentError);
  expect(run).toThrow(message);
});

test('a schema may stand in an object that the template names', () => {
  const DefinitionS3Location = 's3://bucket/schema';
  const refused = appSync();
  expect(() => deploy(refused.service, 'GraphQLSchema', 'S', { ApiId: 'x', DefinitionS3Location })).toThrow(
    /DefinitionS3Location can't be read here; use Definition/,
  );
  const objects = { 's3://bucket/schema': 'type Query { fromObject: String }' };
  const { service } = appSync({ readObject: (location) => objects[location as keyof typeof objects] });
  const { attributes } = deploy(service, 'GraphQLApi', 'Api', { AuthenticationType: 'API_KEY' });
  deploy(service, 'GraphQLSchema', 'S', { ApiId: attributes?.['ApiId'], DefinitionS3Location });
  expect(() => service.start()).not.toThrow();
});
