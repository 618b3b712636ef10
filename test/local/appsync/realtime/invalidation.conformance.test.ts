import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { none, startApi, type RunningApi } from '../support/api.ts';
import type { RealtimeClient } from '../support/realtime-client.ts';
import { delivered, respond, subscribed } from './support.ts';

const PAGE = 'appsync/latest/devguide/aws-appsync-real-time-invalidation.html';
const JAVASCRIPT = 'appsync/latest/devguide/extensions-js.html';
const SCHEMA = `
  type User @aws_iam { userId: ID! groupId: ID! }
  type GroupMessage @aws_api_key @aws_cognito_user_pools { userId: ID! groupId: ID! message: String! }
  type Mutation {
    createGroupMessage(userId: ID!, groupId: ID!, message: String!): GroupMessage
    removeUserFromGroup(userId: ID!, groupId: ID!): User @aws_iam
    removeByName(name: String!): String
    invalidate(names: [String!]!): Int
  }
  type Subscription @aws_api_key @aws_cognito_user_pools {
    onGroupMessageCreated(userId: ID!, groupId: ID!): GroupMessage @aws_subscribe(mutations: ["createGroupMessage"])
    onOwn: GroupMessage @aws_subscribe(mutations: ["createGroupMessage"])
  }
  type Query { none: String  wrong: String }`;

const eq = (...pairs: [field: string, value: string][]): string => {
  const filters = pairs.map(([field, value]) => `{ fieldName: '${field}', operator: 'eq', value: ${value} }`);
  return `{ filterGroup: [{ filters: [${filters.join(', ')}] }] }`;
};
const invalidating = (field: string, payload: string, result: string, handler = 'response'): string => {
  const call = `extensions.invalidateSubscriptions({ subscriptionField: '${field}', payload: ${payload} });`;
  return `import { extensions } from '@aws-appsync/utils';
    export function request(ctx) { ${handler === 'request' ? call : ''} return { payload: null }; }
    export function response(ctx) { ${handler === 'response' ? call : ''} return ${result}; }`;
};
const BOTH = '{ userId: ctx.args.userId, groupId: ctx.args.groupId }';

const start = (more: Readonly<Record<string, string>> = {}): Promise<RunningApi> =>
  startApi({
    schema: SCHEMA,
    resolvers: {
      'Mutation.createGroupMessage': none('ctx.args'),
      'Mutation.removeUserFromGroup': invalidating('onGroupMessageCreated', BOTH, BOTH),
      'Mutation.removeByName': invalidating('onOwn', '{ name: ctx.args.name }', 'ctx.args.name'),
      'Mutation.invalidate': `import { extensions } from '@aws-appsync/utils';
        export function request(ctx) { return { payload: null }; }
        export function response(ctx) {
          for (const name of ctx.args.names) {
            extensions.invalidateSubscriptions({ subscriptionField: 'onOwn', payload: { name } });
          }
          return ctx.args.names.length;
        }`,
      'Subscription.onGroupMessageCreated': respond(`
        extensions.setSubscriptionFilter(${eq(['groupId', 'ctx.args.groupId'])});
        extensions.setSubscriptionInvalidationFilter(${eq(['groupId', 'ctx.args.groupId'], ['userId', 'ctx.args.userId'])});`),
      'Subscription.onOwn': respond(
        `extensions.setSubscriptionInvalidationFilter(${eq(['name', 'ctx.identity.username'])});`,
      ),
      ...more,
    },
  });

const subscribe = (api: RunningApi, user: string, group: string): Promise<RealtimeClient> =>
  subscribed(
    api,
    `subscription { onGroupMessageCreated(userId: "${user}", groupId: "${group}") { userId groupId message } }`,
  );
const send = (api: RunningApi, group: string) =>
  api.query(`mutation {
    createGroupMessage(userId: "u", groupId: "${group}", message: "test message") { userId groupId message }
  }`);
const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=local/x' };
const remove = (api: RunningApi, user: string, group: string, headers: Record<string, string> = SIGNED) =>
  api.query(`mutation { removeUserFromGroup(userId: "${user}", groupId: "${group}") { userId } }`, {}, headers);

documented(
  PAGE,
  'In AWS AppSync, you can forcibly unsubscribe and close (invalidate) a WebSocket connection from a connected client based on specific filtering logic.',
  async () => {
    const api = await start();
    const client = await subscribe(api, 'user-1', 'group-1');
    await remove(api, 'user-1', 'group-1');
    await client.closed;
  },
);

documented(PAGE, 'Subscription invalidation occurs in response to a payload defined in a mutation.', async () => {
  const api = await start({
    'Query.wrong': invalidating('onGroupMessageCreated', `{ userId: 'user-1', groupId: 'group-1' }`, 'null'),
  });
  const client = await subscribe(api, 'user-1', 'group-1');
  await api.query('{ wrong }');
  expect(await client.received()).toEqual([]);
});

documented(
  PAGE,
  'For example, using schema authorization directives such as @aws_auth(cognito_groups: ["Administrators"]) or @aws_iam.',
  async () => {
    const api = await start();
    const client = await subscribe(api, 'user-1', 'group-1');
    const { body } = await remove(api, 'user-1', 'group-1', { 'x-api-key': api.apiKey });
    expect(body.errors).toMatchObject([{ errorType: 'Unauthorized' }]);
    expect(await client.received()).toEqual([]);
  },
);

documented(
  PAGE,
  'When the mutation is invoked, the data defined in the payload object is used to unsubscribe the subscription defined in subscriptionField.',
  async () => {
    const api = await start();
    const other = await subscribed(api, 'subscription { onOwn { message } }', {
      headers: { authorization: 'student' },
    });
    const client = await subscribe(api, 'user-1', 'group-1');
    await remove(api, 'user-1', 'group-1');
    await client.closed;
    expect(await other.received()).toEqual([]);
  },
);

documented(
  PAGE,
  'Note that the subscription response handler can have both subscription filters and invalidation filters defined at the same time.',
  async () => {
    const api = await start();
    const client = await subscribe(api, 'user-1', 'group-1');
    await send(api, 'group-1');
    await send(api, 'group-2');
    expect(await delivered(client)).toHaveLength(1);
    await remove(api, 'user-1', 'group-1');
    await client.closed;
  },
);

documented(
  PAGE,
  "Client A receives the message because the filtering criteria match the defined subscription filter. However, client B doesn't receive the message, as the user is not part of group-1.",
  async () => {
    const api = await start();
    const [a, b] = [await subscribe(api, 'user-1', 'group-1'), await subscribe(api, 'user-2', 'group-2')];
    await send(api, 'group-1');
    expect(await delivered(a)).toEqual([
      { onGroupMessageCreated: { userId: 'u', groupId: 'group-1', message: 'test message' } },
    ]);
    expect(await delivered(b)).toEqual([]);
  },
);

documented(
  PAGE,
  "AWS AppSync then unsubscribes client A and closes its WebSocket connection. Client B is unaffected, as the invalidation payload defined in the mutation doesn't match its user or group.",
  async () => {
    const api = await start();
    const [a, b] = [await subscribe(api, 'user-1', 'group-1'), await subscribe(api, 'user-2', 'group-2')];
    await remove(api, 'user-1', 'group-1');
    await a.closed;
    await send(api, 'group-2');
    expect(await delivered(b)).toHaveLength(1);
  },
);

documented(
  PAGE,
  'When AWS AppSync invalidates a connection, the client receives a message confirming that they are unsubscribed:',
  async () => {
    const api = await start();
    const client = await subscribe(api, 'user-1', 'group-1');
    await remove(api, 'user-1', 'group-1');
    expect(await client.next()).toEqual({ id: 's', type: 'complete', payload: { message: 'Subscription complete.' } });
  },
);

documented(
  PAGE,
  'As with enhanced subscription filters, you can use the context variable in the subscription invalidation filter extension to access certain data.',
  async () => {
    const api = await start();
    const query = 'subscription { onOwn { message } }';
    const student = await subscribed(api, query, { headers: { authorization: 'student' } });
    const admin = await subscribed(api, query, { headers: { authorization: 'admin' } });
    await api.query('mutation { removeByName(name: "student") }');
    await student.closed;
    expect(await admin.received()).toEqual([]);
  },
);

documented(
  JAVASCRIPT,
  'Subscription filters are evaluated against the invalidation payload, then invalidate a given subscription if the filters evaluate to true.',
  async () => {
    const api = await start();
    const client = await subscribe(api, 'user-1', 'group-1');
    await remove(api, 'user-1', 'group-2');
    await remove(api, 'user-2', 'group-1');
    expect(await client.received()).toEqual([]);
    await remove(api, 'user-1', 'group-1');
    await client.closed;
  },
);

documented(
  JAVASCRIPT,
  'This extension can be used only in the response mapping templates of the mutation resolvers.',
  async () => {
    const code = invalidating('onOwn', '{ name: ctx.args.name }', 'ctx.args.name', 'request');
    const api = await start({ 'Mutation.removeByName': code });
    const client = await subscribed(api, 'subscription { onOwn { message } }', {
      headers: { authorization: 'student' },
    });
    await api.query('mutation { removeByName(name: "student") }');
    expect(await client.received()).toEqual([]);
  },
);

documented(
  JAVASCRIPT,
  'You can only use at most five unique extensions.invalidateSubscriptions() method calls in any single request. If you exceed this limit, you will receive a GraphQL error.',
  async () => {
    const api = await start();
    const call = (names: string) => `invalidate(names: ${JSON.stringify([...names])})`;
    const ask = async (names: string) => (await api.query(`mutation { ${call(names)} }`)).body;
    expect(await ask('12345')).toEqual({ data: { invalidate: 5 } });
    expect(await ask('123456')).toMatchObject({ data: { invalidate: null }, errors: [{ path: ['invalidate'] }] });
    expect(await ask('111111')).toEqual({ data: { invalidate: 6 } });
    const twice = await api.query(`mutation { a: ${call('123')} b: ${call('456')} }`);
    expect(twice.body).toMatchObject({ data: { a: 3, b: null }, errors: [{ path: ['b'] }] });
  },
);
