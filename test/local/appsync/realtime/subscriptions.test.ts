import { describe, expect, test } from 'vitest';
import { startApi, type RunningApi } from '../support/api.ts';
import { RealtimeClient } from '../support/realtime-client.ts';
import { respond, subscribed } from './support.ts';

const SCHEMA = `
  type Query { a: Int }
  type Mutation @aws_api_key @aws_cognito_user_pools {
    post(id: ID, room: String, kind: Kind): Post
    fail: Post
    many: [Post]
  }
  type Post @aws_api_key @aws_cognito_user_pools {
    id: ID room: String kind: Kind text: String author: Author
    note: String @aws_cognito_user_pools(cognito_groups: ["Admin"])
  }
  type Author @aws_api_key @aws_cognito_user_pools { name: String born: AWSDate }
  enum Kind { TEXT IMAGE }
  type Subscription @aws_api_key @aws_cognito_user_pools {
    onPost(room: String, kind: Kind): Post @aws_subscribe(mutations: ["post", "fail"])
    onFiltered: Post @aws_subscribe(mutations: ["post"])
    onAdmin: Post @aws_subscribe(mutations: ["post"]) @aws_cognito_user_pools(cognito_groups: ["Admin"])
    onRefused(room: String): Post @aws_subscribe(mutations: ["post"])
    onEnded: Post @aws_subscribe(mutations: ["post"])
  }`;

const POST = `import { extensions } from '@aws-appsync/utils';
export function request(ctx) {
  const { id, room, kind } = ctx.args;
  return { payload: { id, room, kind, text: 't', author: { name: 'n', born: '2000-01-01' }, note: 'secret' } };
}
export function response(ctx) {
  extensions.invalidateSubscriptions({ subscriptionField: 'onEnded', payload: { room: ctx.args.room } });
  return ctx.result;
}`;
const filter = (operator: string, value: string): string =>
  `{ filterGroup: [{ filters: [{ fieldName: 'room', operator: '${operator}', value: '${value}' }] }] }`;

const start = (): Promise<RunningApi> =>
  startApi({
    schema: SCHEMA,
    resolvers: {
      'Mutation.post': POST,
      'Mutation.fail': respond(`util.error('no', 'Failed');`),
      'Subscription.onFiltered': respond(`extensions.setSubscriptionFilter(${filter('beginsWith', 'r')});`),
      'Subscription.onRefused': respond(`if (ctx.args.room !== 'mine') { util.unauthorized(); }`),
      'Subscription.onEnded': respond(`extensions.setSubscriptionInvalidationFilter(${filter('eq', 'end')});`),
    },
  });

const data = (payload: object) => ({ id: 's', type: 'data', payload });

describe('a mutation', () => {
  test('is delivered as the subscription selects it; what the mutation did not select is null', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { onPost { id text author { name born } } }');
    await api.query('mutation { post(id: "1", room: "r") { id author { name } } }');
    expect(await client.received()).toEqual([
      data({ data: { onPost: { id: '1', text: null, author: { name: 'n', born: null } } } }),
    ]);
  });

  test('is delivered under the names of its fields, whatever aliases it has', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { mine: onPost { key: id author { name } } }');
    await api.query('mutation { p: post(id: "1") { no: id ...F } } fragment F on Post { by: author { n: name } }');
    expect(await client.received()).toEqual([data({ data: { mine: { key: '1', author: { name: 'n' } } } })]);
  });

  test('that fails is not delivered', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { onPost { id } }');
    await api.query('mutation { fail { id } }');
    expect(await client.received()).toEqual([]);
  });

  test('is not delivered to a subscription that was stopped', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { onPost { id } }');
    client.send({ type: 'stop', id: 's' });
    await client.next();
    await api.query('mutation { post(id: "1") { id } }');
    expect(await client.received()).toEqual([]);
  });
});

describe('arguments', () => {
  test.each<[args: string, selection: string, delivered: boolean]>([
    ['', 'id', true],
    ['(room: "r")', 'id room', true],
    ['(room: "other")', 'id room', false],
    ['(room: "r")', 'id', false],
    ['(room: null)', 'id room', false],
    ['(room: null)', 'id', true],
    ['(room: "r", kind: TEXT)', 'room kind', true],
    ['(room: "r", kind: IMAGE)', 'room kind', false],
  ])('%s of the subscription against { %s } of the mutation: delivered %s', async (args, selection, delivered) => {
    const api = await start();
    const client = await subscribed(api, `subscription { onPost${args} { __typename } }`);
    await api.query(`mutation { post(id: "1", room: "r", kind: TEXT) { ${selection} } }`);
    expect(await client.received()).toHaveLength(delivered ? 1 : 0);
  });

  test('may come from variables; one that is not given asks for nothing', async () => {
    const api = await start();
    const query = 'subscription ($room: String, $kind: Kind) { onPost(room: $room, kind: $kind) { id } }';
    const client = await subscribed(api, query, { variables: { room: 'r' } });
    await api.query('mutation { a: post(id: "1", room: "r") { id room } b: post(id: "2", room: "x") { id room } }');
    expect(await client.received()).toEqual([data({ data: { onPost: { id: '1' } } })]);
  });
});

describe('a subscriber', () => {
  const STUDENT = { authorization: 'student' };

  test('gets no field that the directives refuse', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { onPost { id note } }', { headers: STUDENT });
    await api.query('mutation { post(id: "1") { id note } }', {}, { authorization: 'admin' });
    expect(await client.received()).toMatchObject([{ payload: { data: { onPost: { id: '1', note: null } } } }]);
  });

  test('gets no more than the mutating caller could select', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { onPost { note } }', { headers: { authorization: 'admin' } });
    await api.query('mutation { post(id: "1") { id note } }', {}, STUDENT);
    expect(await client.received()).toMatchObject([{ payload: { data: { onPost: { note: null } } } }]);
  });

  test('is refused a field that a directive refuses', async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api, STUDENT);
    expect(await client.start('s', 'subscription { onAdmin { id } }', STUDENT)).toMatchObject({
      type: 'error',
      id: 's',
      payload: {
        errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access onAdmin on type Subscription' }],
      },
    });
  });

  test('is refused what its resolver refuses', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { onRefused(room: "mine") { id } }');
    const refusal = await client.start('t', 'subscription { onRefused(room: "other") { id } }', {
      'x-api-key': api.apiKey,
    });
    expect(refusal).toMatchObject({ type: 'error', id: 't', payload: { errors: [{ errorType: 'Unauthorized' }] } });
    await api.query('mutation { post(id: "1", room: "other") { id room } }');
    expect(await client.received()).toEqual([]);
  });

  test.each([
    ['subscription { gone }', { message: expect.stringContaining("Field 'gone' in type 'Subscription' is undefined") }],
    ['query { a }', { errorType: 'UnsupportedOperation', message: 'query not supported through the realtime channel' }],
    ['subscription {', { errorType: 'MalformedHttpRequestException' }],
    [
      'subscription { a: onPost { id } b: onPost { id } }',
      { message: expect.stringContaining('SubscriptionMultipleRootFields') },
    ],
  ])('is refused %s', async (query, error) => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    expect(await client.start('s', query, { 'x-api-key': api.apiKey })).toMatchObject({
      type: 'error',
      payload: { errors: [error] },
    });
  });

  test('needs appsync:GraphQL on the field when it signs', async () => {
    const api = await startApi({
      schema:
        'type Query { a: Int } type Mutation { m: Int } type Subscription { on: Int @aws_subscribe(mutations: ["m"]) @aws_iam }',
    });
    api.ports.denied.add('types/Subscription/fields/on');
    const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=local/x' };
    const client = await RealtimeClient.ready(api, signed);
    expect(await client.start('s', 'subscription { on }', signed)).toMatchObject({ type: 'error' });
    api.ports.denied.clear();
    expect(await client.start('s', 'subscription { on }', signed)).toMatchObject({ type: 'start_ack' });
  });
});

test('a filter of the resolver stands in for the arguments', async () => {
  const api = await start();
  const client = await subscribed(api, 'subscription { onFiltered { id } }');
  await api.query('mutation { a: post(id: "1", room: "r1") { id room } b: post(id: "2", room: "x") { id room } }');
  expect(await client.received()).toEqual([data({ data: { onFiltered: { id: '1' } } })]);
});

test('an invalidation ends the subscription that its payload meets, and closes its connection', async () => {
  const api = await start();
  const client = await subscribed(api, 'subscription { onEnded { id } }');
  const other = await subscribed(api, 'subscription { onPost { id } }');
  await api.query('mutation { post(id: "1", room: "stay") { id } }');
  expect(await client.received()).toMatchObject([{ type: 'data' }]);
  await api.query('mutation { post(id: "2", room: "end") { id } }');
  expect(await client.next()).toMatchObject({ type: 'data' });
  expect(await client.next()).toEqual({ type: 'complete', id: 's', payload: { message: 'Subscription complete.' } });
  expect(await client.closed).toBe(1000);
  await api.query('mutation { post(id: "3", room: "stay") { id } }');
  expect(await other.received()).toHaveLength(3);
});
