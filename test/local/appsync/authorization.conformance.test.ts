import { describe, expect, test } from 'vitest';
import { DeploymentError } from '../../../local/errors.ts';
import { documented } from '../support/documented.ts';
import { appSync, declare, none, NOW, startApi, type ApiOptions, type RunningApi } from './support/api.ts';
import { POOL } from './support/ports.ts';

const PAGE = 'appsync/latest/devguide/security-authz.html';
const CFN = 'AWSCloudFormation/latest/TemplateReference';

const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=local/x' };
const STUDENT = { authorization: 'student' };
const ADMIN = { authorization: 'admin' };
const IAM = { AuthenticationType: 'AWS_IAM' };
const KEY = { AuthenticationType: 'API_KEY' };
const pool = (more: Readonly<Record<string, unknown>> = {}) => ({
  AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
  UserPoolConfig: { UserPoolId: POOL, ...more },
});
const modes = (first: Readonly<Record<string, unknown>>, ...others: unknown[]) => ({
  UserPoolConfig: undefined,
  ...first,
  AdditionalAuthenticationProviders: others,
});

/** The schema of the page, with `AWS_IAM` as the default. */
const BLOG = `
  type Query {
    getPost(id: ID): Post
    getAllPosts: [Post] @aws_api_key
  }
  type Mutation { addPost(id: ID!): Post! }
  type Post @aws_api_key @aws_iam {
    id: ID!
    title: String
    restrictedContent: String @aws_iam
  }`;
const POST = `{ id: '1', title: 't', restrictedContent: 'r' }`;
const blog = (): Promise<RunningApi> =>
  startApi({
    schema: BLOG,
    api: modes(IAM, KEY),
    resolvers: { 'Query.getPost': none(POST), 'Query.getAllPosts': none(`[${POST}]`), 'Mutation.addPost': none(POST) },
  });

/** The errors' types, or the data where there are none. */
async function seen(api: RunningApi, query: string, headers?: Readonly<Record<string, string>>): Promise<unknown> {
  const { body } = await api.query(query, {}, headers);
  return body.errors ? body.errors.map(({ errorType }) => errorType) : body.data;
}
const refusal = (options: Partial<ApiOptions>) => () =>
  declare(appSync().service, { schema: 'type Query { a: Int }', ...options });
const startWith = (options: Partial<ApiOptions>) => () => {
  const { service } = appSync();
  declare(service, { schema: 'type Query { a: Int }', ...options });
  service.start();
};

documented(
  PAGE,
  'When you specify API_KEY, AWS_LAMBDA, or AWS_IAM as the main or default authorization type, you can’t specify them again as one of the additional authorization modes.',
  () => {
    expect(refusal({ api: modes(KEY, KEY) })).toThrow(DeploymentError);
    expect(refusal({ api: modes(IAM, KEY, IAM) })).toThrow('an AuthenticationType stands twice');
    expect(refusal({ api: modes(IAM, KEY) })).not.toThrow();
  },
);

documented(
  PAGE,
  'However, you can’t use duplicate Amazon Cognito User Pools or OpenID Connect providers between the default authorization mode and any of the additional authorization modes.',
  () => {
    expect(refusal({ api: modes(pool(), pool()) })).toThrow('a user pool stands twice');
    expect(refusal({ api: modes(pool(), pool({ UserPoolId: 'us-east-1_other' })) })).not.toThrow();
  },
);

documented(PAGE, 'On the client, the API key is specified by the header x-api-key.', async () => {
  const api = await blog();
  expect(await seen(api, '{ getAllPosts { id } }', { 'x-api-key': api.apiKey })).toEqual({
    getAllPosts: [{ id: '1' }],
  });
  const { status, body } = await api.query('{ getAllPosts { id } }', {}, { 'x-api-key': 'da2-other' });
  expect([status, body.errors?.[0]?.['errorType']]).toEqual([401, 'UnauthorizedException']);
});

documented(
  PAGE,
  'This means that any type that doesn’t have a specific directive has to pass the API level authorization setting.',
  async () => {
    const api = await startApi({
      schema: 'type Query { post: Post @aws_api_key @aws_iam } type Post { id: ID }',
      api: modes(IAM, KEY),
      resolvers: { 'Query.post': none(POST) },
    });
    expect(await seen(api, '{ post { id } }')).toEqual(['Unauthorized']);
    expect(await seen(api, '{ post { id } }', SIGNED)).toEqual({ post: { id: '1' } });
  },
);

documented(PAGE, 'This means that fields that don’t have a directive are protected using AWS_IAM.', async () => {
  const api = await blog();
  expect(await seen(api, '{ getPost { id } }')).toEqual(['Unauthorized']);
  expect(await seen(api, '{ getPost { id } }', SIGNED)).toEqual({ getPost: { id: '1' } });
  expect(await seen(api, 'mutation { addPost(id: 1) { id } }')).toEqual(['Unauthorized']);
});

documented(
  PAGE,
  'Directives work at the field level so you need to give API_KEY access to the Post type too.',
  async () => {
    const api = await startApi({
      schema: 'type Query { getAllPosts: [Post] @aws_api_key } type Post { id: ID! }',
      api: modes(IAM, KEY),
      resolvers: { 'Query.getAllPosts': none(`[${POST}]`) },
    });
    expect((await api.query('{ getAllPosts { id } }')).body).toMatchObject({
      data: { getAllPosts: [null] },
      errors: [{ path: ['getAllPosts', 0, 'id'], message: 'Not Authorized to access id on type Post' }],
    });
  },
);

documented(
  PAGE,
  'You can do this either by marking each field in the Post type with a directive, or by marking the Post type with the @aws_api_key directive.',
  async () => {
    for (const type of ['type Post { id: ID! @aws_api_key }', 'type Post @aws_api_key { id: ID! }']) {
      const api = await startApi({
        schema: `type Query { getAllPosts: [Post] @aws_api_key } ${type}`,
        api: modes(IAM, KEY),
        resolvers: { 'Query.getAllPosts': none(`[${POST}]`) },
      });
      expect(await seen(api, '{ getAllPosts { id } }')).toEqual({ getAllPosts: [{ id: '1' }] });
    }
  },
);

documented(
  PAGE,
  'AWS_IAM authenticated requests could access restrictedContent, however, API_KEY requests wouldn’t be able to access it.',
  async () => {
    const api = await blog();
    expect((await api.query('{ getAllPosts { title restrictedContent } }')).body).toMatchObject({
      data: { getAllPosts: [{ title: 't', restrictedContent: null }] },
      errors: [{ errorType: 'Unauthorized', path: ['getAllPosts', 0, 'restrictedContent'] }],
    });
    expect(await seen(api, '{ getPost { restrictedContent } }', SIGNED)).toEqual({
      getPost: { restrictedContent: 'r' },
    });
  },
);

documented(PAGE, 'You can’t use the @aws_auth directive along with additional authorization modes.', () => {
  const schema = 'type Query { a: Int @aws_auth(cognito_groups: ["Admin"]) }';
  expect(startWith({ schema, api: modes(pool(), IAM) })).toThrow(/@aws_auth can't be used along with additional/);
  expect(startWith({ schema, api: modes(pool()) })).not.toThrow();
});

documented(
  PAGE,
  '@aws_auth works only in the context of AMAZON_COGNITO_USER_POOLS authorization with no additional authorization modes.',
  async () => {
    const schema = 'type Query { posts: Int @aws_auth(cognito_groups: ["Admin"]) open: Int }';
    const resolvers = { 'Query.posts': none('1'), 'Query.open': none('1') };
    const api = await startApi({ schema, resolvers, api: modes(pool({ DefaultAction: 'ALLOW' })) });
    expect(await seen(api, '{ posts }', ADMIN)).toEqual({ posts: 1 });
    expect(await seen(api, '{ posts }', STUDENT)).toEqual(['Unauthorized']);
    expect(await seen(api, '{ open }', STUDENT)).toEqual({ open: 1 });
  },
);

documented(
  PAGE,
  'However, you can use the @aws_cognito_user_pools directive in place of the @aws_auth directive, using the same arguments.',
  async () => {
    const schema = 'type Query { posts: Int @aws_cognito_user_pools(cognito_groups: ["Admin"]) }';
    const api = await startApi({ schema, resolvers: { 'Query.posts': none('1') }, api: modes(IAM, pool()) });
    expect(await seen(api, '{ posts }', ADMIN)).toEqual({ posts: 1 });
    expect(await seen(api, '{ posts }', STUDENT)).toEqual(['Unauthorized']);
    expect(await seen(api, '{ posts }', SIGNED)).toEqual(['Unauthorized']);
  },
);

documented(
  PAGE,
  'The main difference between the two is that you can specify @aws_cognito_user_pools on any field and object type definitions.',
  async () => {
    const onType =
      'type Query { p: Post @aws_cognito_user_pools } type Post @aws_cognito_user_pools(cognito_groups: ["Admin"]) { id: ID }';
    const api = await startApi({ schema: onType, resolvers: { 'Query.p': none(POST) }, api: modes(IAM, pool()) });
    expect(await seen(api, '{ p { id } }', ADMIN)).toEqual({ p: { id: '1' } });
    expect(await seen(api, '{ p { id } }', STUDENT)).toEqual(['Unauthorized']);
    const wrong = 'type Query { p: Post } type Post @aws_auth(cognito_groups: ["Admin"]) { id: ID }';
    expect(startWith({ schema: wrong, api: modes(pool()) })).toThrow(/"@aws_auth" may not be used on OBJECT/);
  },
);

documented(
  PAGE,
  'Note that you can omit the @aws_auth directive if you want to default to a specific grant-or-deny strategy on access.',
  async () => {
    const schema =
      'type Query { posts: Int  admins: Int @aws_auth(cognito_groups: ["Admin"])  who: AWSJSON @aws_auth(cognito_groups: ["Admin"]) }';
    const resolvers = { 'Query.posts': none('1'), 'Query.admins': none('1'), 'Query.who': none('ctx.identity') };
    const api = await startApi({ schema, resolvers, api: modes(pool({ DefaultAction: 'DENY' })) });
    expect(await seen(api, '{ posts }', ADMIN)).toEqual(['Unauthorized']);
    expect(await seen(api, '{ admins }', ADMIN)).toEqual({ admins: 1 });
    expect(JSON.stringify(await seen(api, '{ who }', ADMIN))).toContain('\\"defaultAuthStrategy\\":\\"DENY\\"');
  },
);

documented(
  `${CFN}/aws-properties-appsync-graphqlapi-userpoolconfig.html`,
  'When specifying Amazon Cognito user pools as the default authentication, you must set the value for DefaultAction to ALLOW if specifying AdditionalAuthenticationProviders.',
  () => {
    expect(refusal({ api: modes(pool({ DefaultAction: 'DENY' }), IAM) })).toThrow(/DefaultAction must be ALLOW/);
    expect(refusal({ api: modes(pool({ DefaultAction: 'ALLOW' }), IAM) })).not.toThrow();
    expect(refusal({ api: modes(pool({ DefaultAction: 'DENY' })) })).not.toThrow();
  },
);

documented(
  `${CFN}/aws-properties-appsync-graphqlapi-cognitouserpoolconfig.html`,
  'A regular expression for validating the incoming Amazon Cognito user pool app client ID.',
  async () => {
    const schema = 'type Query { a: Int }';
    const started = (AppIdClientRegex: string) =>
      startApi({ schema, resolvers: { 'Query.a': none('1') }, api: modes(pool({ AppIdClientRegex })) });
    expect(await seen(await started('web|mobile'), '{ a }', STUDENT)).toEqual({ a: 1 });
    expect((await (await started('mobile')).query('{ a }', {}, STUDENT)).status).toBe(401);
  },
);

documented(
  PAGE,
  'If you want to restrict access to just certain GraphQL operations, you can do this for the root Query, Mutation, and Subscription fields.',
  async () => {
    const api = await blog();
    api.ports.denied.add('/types/Query/fields/getPost');
    expect((await api.query('{ getPost { id } }', {}, SIGNED)).body).toMatchObject({
      data: { getPost: null },
      errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access getPost on type Query' }],
    });
    expect(await seen(api, 'mutation { addPost(id: 1) { id } }', SIGNED)).toEqual({ addPost: { id: '1' } });
  },
);

documented(PAGE, 'API keys are configurable for up to 365 days', async () => {
  const api = await startApi({
    schema: 'type Query { a: Int }',
    resolvers: { 'Query.a': none('1') },
    apiKey: { Expires: NOW / 1000 + 365 * 86_400 },
  });
  api.clock.pass(364 * 86_400_000);
  expect(await seen(api, '{ a }')).toEqual({ a: 1 });
  api.clock.pass(86_400_000);
  expect((await api.query('{ a }')).status).toBe(401);
});

documented(
  PAGE,
  'If you are using an existing role, a Trust Policy needs to be added in order for AWS AppSync to assume the role.',
  async () => {
    const api = await startApi({
      schema: 'type Query { a: AWSJSON }',
      resolvers: {
        'Query.a': {
          dataSource: 'table',
          code: `export const request = () => ({ operation: 'GetItem', key: { pk: { S: 'a' } } }); export const response = (ctx) => ctx.result;`,
        },
      },
    });
    await api.query('{ a }');
    expect(api.ports.sessions).toEqual(['role-arn APPSYNC_ASSUME_ROLE appsync.amazonaws.com']);
  },
);

describe('modes that do not run here are refused by name', () => {
  test.each(['OPENID_CONNECT', 'AWS_LAMBDA'])('%s', (AuthenticationType) => {
    expect(refusal({ api: modes({ AuthenticationType }) })).toThrow(
      `Api/Api (AWS::AppSync::GraphQLApi): the AuthenticationType ${AuthenticationType} does not run here`,
    );
    expect(refusal({ api: modes(KEY, { AuthenticationType }) })).toThrow(DeploymentError);
  });
});
