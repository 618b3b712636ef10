import { request } from 'node:http';
import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { none, startApi, type RunningApi, valueOf } from './support/api.ts';
import { POOL } from './support/ports.ts';

const PAGE = 'appsync/latest/devguide/resolver-context-reference-js.html';

const SCHEMA = `
  type Query { run(id: ID): AWSJSON @aws_api_key @aws_iam @aws_cognito_user_pools  getPost(id: ID): Post  node(id: ID): Node }
  interface Node { id: ID }
  type Post implements Node { id: ID title: String content: String author(id: ID): Author view: AWSJSON }
  type Blog implements Node { id: ID title: String category: String }
  type Author { authorId: ID name: String }`;

const start = (what: string, more = {}): Promise<RunningApi> =>
  startApi({ schema: SCHEMA, resolvers: { 'Query.run': none(what), ...more } });
const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=local/x' };

async function see(what: string, headers?: Readonly<Record<string, string>>): Promise<unknown> {
  const { body } = await (await start(what)).query('{ run(id: 7) }', {}, headers);
  return valueOf(body.data?.['run']);
}

/** What `ctx.info` shows to the resolver of this root field. */
async function infoOf(field: 'getPost' | 'node', query: string, variables = {}): Promise<Record<string, unknown>> {
  const code = `import { util } from '@aws-appsync/utils';
export function request(ctx) { return { payload: null }; }
export function response(ctx) {
  const { fieldName, parentTypeName, variables, selectionSetList, selectionSetGraphQL } = ctx.info;
  util.appendError('info', 'Info', null, { fieldName, parentTypeName, variables, selectionSetList, selectionSetGraphQL });
}`;
  const api = await start('1', { [`Query.${field}`]: code });
  const { body } = await api.query(query, variables);
  return body.errors?.[0]?.['errorInfo'] as Record<string, unknown>;
}

documented(PAGE, 'A map that contains all GraphQL arguments for this field.', async () => {
  expect(await see('ctx.arguments')).toEqual({ id: '7' });
  expect(await see('ctx.args')).toEqual({ id: '7' });
});

documented(PAGE, 'A map that contains the resolution of the parent field.', async () => {
  const api = await start('1', { 'Query.getPost': none(`{ id: 'p', title: 't' }`), 'Post.view': none('ctx.source') });
  const { body } = await api.query('{ getPost { view } }');
  expect(JSON.parse((body.data?.['getPost'] as { view: string }).view)).toEqual({ id: 'p', title: 't' });
  expect(await see('ctx.source')).toBeNull();
});

documented(PAGE, 'The same stash object lives through a single resolver run.', async () => {
  const code = `export function request(ctx) { ctx.stash.newItem = { key: 'something' }; return { payload: 1 }; }
export function response(ctx) { return ctx.stash; }`;
  const api = await start(code, { 'Query.run': code });
  const { body } = await api.query('{ a: run b: run }');
  expect(body.data).toEqual({ a: '{"newItem":{"key":"something"}}', b: '{"newItem":{"key":"something"}}' });
});

documented(PAGE, 'You can remove items from the stash by modifying the code below:', async () => {
  const code = `export function request(ctx) { Object.assign(ctx.stash, { key: 1, other: 2 }); delete ctx.stash.key; return { payload: 1 }; }
export function response(ctx) { return ctx.stash; }`;
  const api = await start(code, { 'Query.run': code });
  expect((await api.query('{ run }')).body.data).toEqual({ run: '{"other":2}' });
});

documented(
  PAGE,
  "If the previous operation was the pipeline resolver's request handler, then ctx.prev.result represents that evaluation result and is made available to the first function in the pipeline.",
  async () => {
    const api = await start('1', {
      'Query.run': {
        code: `export const request = () => ({ from: 'before' }); export const response = (ctx) => ctx.prev.result;`,
        functions: [{ code: none('ctx.prev.result') }],
      },
    });
    expect((await api.query('{ run }')).body.data).toEqual({ run: '{"from":"before"}' });
  },
);

documented(
  PAGE,
  "If the previous operation was the last function, then ctx.prev.result represents the evaluation result of the last function and is made available to the pipeline resolver's response handler.",
  async () => {
    const api = await start('1', {
      'Query.run': {
        code: `export const request = () => ({}); export const response = (ctx) => ({ last: ctx.prev.result });`,
        functions: [{ code: none('1') }, { code: none('ctx.prev.result + 1') }],
      },
    });
    expect((await api.query('{ run }')).body.data).toEqual({ run: '{"last":2}' });
  },
);

documented(PAGE, "The identity field isn't populated.", async () => {
  expect(await see('ctx.identity')).toBeNull();
});

documented(PAGE, 'The AWS account ID of the caller.', async () => {
  expect(await see('ctx.identity', SIGNED)).toEqual({
    accountId: '000000000000',
    cognitoIdentityPoolId: null,
    cognitoIdentityId: null,
    sourceIp: ['127.0.0.1'],
    username: '000000000000',
    userArn: 'arn:aws:iam::000000000000:root',
    cognitoIdentityAuthType: null,
    cognitoIdentityAuthProvider: null,
  });
});

documented(PAGE, 'The default authorization strategy for this caller (ALLOW or DENY).', async () => {
  expect(await see('ctx.identity', { authorization: 'student' })).toEqual({
    sourceIp: ['127.0.0.1'],
    username: 'student',
    groups: ['Student'],
    sub: 'sub-student',
    issuer: `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`,
    claims: { sub: 'sub-student', client_id: 'web', token_use: 'access', 'cognito:groups': ['Student'] },
    defaultAuthStrategy: 'ALLOW',
  });
});

documented(
  PAGE,
  "If the request doesn't include the x-forwarded-for header, the source IP value contains only a single IP address from the TCP connection.",
  async () => {
    expect(await see('ctx.identity.sourceIp', SIGNED)).toEqual(['127.0.0.1']);
  },
);

documented(
  PAGE,
  'If the request includes a x-forwarded-for header, the source IP is a list of IP addresses from the x-forwarded-for header, in addition to the IP address from the TCP connection.',
  async () => {
    const headers = { ...SIGNED, 'x-forwarded-for': '203.0.113.7, 198.51.100.2' };
    expect(await see('ctx.identity.sourceIp', headers)).toEqual(['203.0.113.7', '198.51.100.2', '127.0.0.1']);
  },
);

documented(
  PAGE,
  'AWS AppSync supports passing custom headers from clients and accessing them in your GraphQL resolvers by using ctx.request.headers.',
  async () => {
    expect(await see('ctx.request.headers.custom', { ...SIGNED, Custom: 'nadia' })).toBe('nadia');
  },
);

documented(PAGE, 'You could then access these as an array, such as ctx.request.headers.custom[1].', async () => {
  const api = await start('ctx.request.headers.custom[1]');
  const text = await new Promise<string>((resolve, reject) => {
    const headers = ['host', '127.0.0.1', 'x-api-key', api.apiKey, 'custom', 'bailey', 'custom', 'nadia'];
    const call = request(`${api.url}/graphql`, { method: 'POST', headers }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    });
    call.on('error', reject).end('{"query":"{ run }"}');
  });
  expect(JSON.parse(text)).toEqual({ data: { run: '"nadia"' } });
});

documented(PAGE, "AWS AppSync doesn't expose the cookie header in ctx.request.headers.", async () => {
  expect(await see('Object.keys(ctx.request.headers)', { ...SIGNED, cookie: 'a=b', other: 'c' })).not.toContain(
    'cookie',
  );
});

documented(PAGE, 'When using the default GraphQL endpoint domain name, the value is null.', async () => {
  expect(await see('ctx.request')).toMatchObject({ domainName: null });
});

documented(PAGE, 'The name of the parent type for the field that is currently being resolved.', async () => {
  expect(await infoOf('getPost', '{ getPost { id } }')).toMatchObject({
    fieldName: 'getPost',
    parentTypeName: 'Query',
  });
});

documented(PAGE, 'A map which holds all variables that are passed into the GraphQL request.', async () => {
  const query = 'query ($postId: ID, $authorId: ID) { getPost(id: $postId) { author(id: $authorId) { name } } }';
  const { variables } = await infoOf('getPost', query, { postId: '123', authorId: '456' });
  expect(variables).toEqual({ postId: '123', authorId: '456' });
});

documented(PAGE, 'Fields that are aliased are referenced only by the alias name, not the field name.', async () => {
  const query = `{ getPost { title secondTitle: title author { authorId name } secondAuthor: author(id: "789") { authorId } ...F } } fragment F on Post { content }`;
  expect((await infoOf('getPost', query))['selectionSetList']).toEqual([
    'title',
    'secondTitle',
    'author',
    'author/authorId',
    'author/name',
    'secondAuthor',
    'secondAuthor/authorId',
    'content',
  ]);
});

documented(
  PAGE,
  "Although fragments aren't merged into the selection set, inline fragments are preserved, as shown in the following example.",
  async () => {
    const query = '{ getPost { id ... on Post { title } ...F } } fragment F on Post { content }';
    expect((await infoOf('getPost', query))['selectionSetGraphQL']).toBe(
      '{\n  id\n  ... on Post {\n    title\n  }\n  ...F\n}',
    );
  },
);

documented(PAGE, 'selectionSetList exposes only fields that belong to the current type.', async () => {
  const query = '{ node(id: "post1") { id ... on Post { title } ... on Blog { title } } }';
  expect((await infoOf('node', query))['selectionSetList']).toEqual(['id']);
});

documented(
  'appsync/latest/devguide/environment-variables.html',
  'To retrieve environment variables in your function code, retrieve the value from the ctx.env object in your resolvers and functions.',
  async () => {
    const api = await startApi({
      schema: SCHEMA,
      api: { EnvironmentVariables: { USER_TABLE: 'users_prod', EMPTY: '' } },
      resolvers: { 'Query.run': none('ctx.env') },
    });
    expect((await api.query('{ run }')).body.data).toEqual({ run: '{"USER_TABLE":"users_prod","EMPTY":""}' });
  },
);
