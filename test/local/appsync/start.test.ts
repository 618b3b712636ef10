import { expect, test } from 'vitest';
import { DeploymentError } from '../../../local/errors.ts';
import { appSync, declare, none, type ApiOptions } from './support/api.ts';

const SCHEMA = 'type Query { hello: String } type Mutation { enroll: String }';

function start(options: Partial<ApiOptions>): () => void {
  const { service } = appSync();
  return () => {
    declare(service, { schema: SCHEMA, ...options });
    service.start();
  };
}

test.each<[name: string, options: Partial<ApiOptions>, message: string | RegExp]>([
  ['a schema that does not parse', { schema: 'type Query {\n  hello String }' }, /^Schema, line 2, column 9: /],
  ['an unknown type', { schema: 'type Query {\n  hello: Text\n}' }, 'Schema, line 2, column 10: Unknown type "Text".'],
  ['a scalar of its own', { schema: 'scalar Money type Query { a: Money }' }, /no custom scalars: Money/],
  ['no query type', { schema: 'type Course { id: ID }' }, /Query root type must be provided/],
  [
    'a subscription to an unknown mutation',
    { schema: `${SCHEMA} type Subscription { on: String @aws_subscribe(mutations: ["gone"]) }` },
    /Subscription\.on subscribes to Mutation\.gone, which doesn't exist/,
  ],
  [
    'a resolver for an unknown field',
    { resolvers: { 'Query.gone': none('1') } },
    'Resolver Query.gone: the schema has no field Query.gone',
  ],
  [
    'a resolver without its data source',
    { resolvers: { 'Query.hello': { code: none('1'), dataSource: 'gone' } } },
    'Resolver Query.hello: the API has no data source gone',
  ],
  [
    'code that APPSYNC_JS refuses',
    {
      resolvers: {
        'Mutation.enroll': `export const response = () => 1;\nexport function request(ctx) {\n  try { return {}; } catch { return {}; }\n}`,
      },
    },
    /^Resolver Mutation\.enroll, code\.js:3:3: /,
  ],
  [
    'a function that APPSYNC_JS refuses',
    {
      resolvers: {
        'Query.hello': {
          functions: [{ code: 'export const response = () => 1; export const request = async () => 1;' }],
        },
      },
    },
    /^Function ApiQueryhello0, code\.js:1:/,
  ],
  [
    'a pipeline of eleven functions',
    { resolvers: { 'Query.hello': { functions: Array.from({ length: 11 }, () => ({ code: none('1') })) } } },
    'Resolver Query.hello: a pipeline has at most 10 functions, this one has 11',
  ],
])('%s ends the start with one line', (_, options, message) => {
  const run = start(options);
  expect(run).toThrow(DeploymentError);
  expect(start(options)).toThrow(message);
  expect(start(options)).not.toThrow(/\n/);
});

test('a schema may use every scalar and directive of AppSync', () => {
  const schema = `
    type Query @aws_iam @aws_api_key {
      a(d: AWSDate, t: AWSTime, dt: AWSDateTime, ts: AWSTimestamp, e: AWSEmail, j: AWSJSON): AWSURL @aws_lambda
      b(p: AWSPhone, ip: AWSIPAddress): ID @aws_cognito_user_pools(cognito_groups: ["Admin"]) @deprecated(reason: "b")
      c: Int @aws_oidc
    }
    type Mutation { m: Int }
    type Subscription { on: Int @aws_subscribe(mutations: ["m"]) }`;
  expect(start({ schema })).not.toThrow();
});
