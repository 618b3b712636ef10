import { createRequire } from 'node:module';
import * as apolloModule from '@apollo/client';
import * as authModule from 'aws-appsync-auth-link';
import * as subscriptionModule from 'aws-appsync-subscription-link';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import type { RunningApi } from '../support/api.ts';
import { startOpenApi } from './clients.ts';

const { gql } = apolloModule;
type Auth = authModule.AuthOptions;
/** The packages' types know Apollo's CommonJS form, the test its ES modules. */
type Link = Parameters<typeof subscriptionModule.createSubscriptionHandshakeLink>[1];

const load = createRequire(import.meta.url);
/** The same three packages as CommonJS: as ES modules the links can't sign in Node.js ("Sha256 is not a constructor"). */
const asCommonJs = {
  apollo: load('@apollo/client') as typeof apolloModule,
  auth: load('aws-appsync-auth-link') as typeof authModule,
  live: load('aws-appsync-subscription-link') as typeof subscriptionModule,
};
const asModules: typeof asCommonJs = { apollo: apolloModule, auth: authModule, live: subscriptionModule };

const byKey = (api: RunningApi): Auth => ({ type: 'API_KEY', apiKey: api.apiKey });
const byToken = (): Auth => ({ type: 'AMAZON_COGNITO_USER_POOLS', jwtToken: () => 'student' });
const signed = (): Auth => ({ type: 'AWS_IAM', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });

const SET = gql`
  mutation Set($id: ID, $v: Int) {
    set(id: $id, v: $v) {
      id
      v
    }
  }
`;
const ON_SET = 'subscription ($id: ID) { onSet(id: $id) { id v } }';

function apolloClient(api: RunningApi, auth: Auth, { apollo, ...links } = asModules): apolloModule.ApolloClient {
  const given = { url: `${api.url}/graphql`, region: 'us-east-1', auth };
  // What the client tells of itself in the body isn't signed by the link.
  const http = new apollo.HttpLink({ uri: given.url, enhancedClientAwareness: { transport: false } });
  const link = apollo.ApolloLink.from([
    links.auth.createAuthLink(given),
    links.live.createSubscriptionHandshakeLink(given, http as unknown as Link),
  ] as unknown as apolloModule.ApolloLink[]);
  const client = new apollo.ApolloClient({ link, cache: new apollo.InMemoryCache() });
  onTestFinished(() => {
    client.stop();
  });
  return client;
}

function observe(client: apolloModule.ApolloClient, query: string, variables: Record<string, unknown> = {}) {
  const seen: unknown[] = [];
  const errors: unknown[] = [];
  const subscription = client.subscribe({ query: gql(query), variables }).subscribe({
    next: ({ data, error }) => (error ? errors.push(error) : seen.push(data)),
  });
  onTestFinished(() => {
    subscription.unsubscribe();
  });
  return { seen, errors, unsubscribe: subscription.unsubscribe.bind(subscription) };
}

test.each<[mode: string, auth: (api: RunningApi) => Auth, packages: typeof asModules]>([
  ['API key', byKey, asModules],
  ['user pool', byToken, asModules],
  ['signature', signed, asCommonJs],
])('Apollo Client queries, mutates and subscribes by %s', async (_, auth, packages) => {
  const api = await startOpenApi();
  const client = apolloClient(api, auth(api), packages);
  expect(await client.query({ query: gql('{ a }') })).toMatchObject({ data: { a: 1 } });
  const { seen, errors, unsubscribe } = observe(client, ON_SET, { id: 'x' });
  const set = (id: string, v: number) => client.mutate({ mutation: SET, variables: { id, v } });
  // The link does not say when a subscription has started: mutations until one arrives.
  await eventually(async () => {
    await set('y', 0);
    expect(await set('x', 1)).toMatchObject({ data: { set: { id: 'x', v: 1 } } });
    expect(seen).not.toEqual([]);
  });
  expect(seen[0]).toMatchObject({ onSet: { id: 'x', v: 1 } });
  expect(errors).toEqual([]);
  unsubscribe();
  const before = seen.length;
  await set('x', 2);
  expect(seen).toHaveLength(before);
});

test('Apollo Client tells why a subscription was refused', async () => {
  const api = await startOpenApi();
  const { errors, seen } = observe(apolloClient(api, byKey(api)), 'subscription { onNever { id } }');
  await eventually(() => expect(errors).not.toEqual([]));
  expect(JSON.stringify((errors[0] as Error).cause)).toContain('Not Authorized to access onNever on type Subscription');
  expect(seen).toEqual([]);
});

test('Apollo Client tells that a connection was refused', async () => {
  const api = await startOpenApi();
  const { errors } = observe(apolloClient(api, { type: 'API_KEY', apiKey: 'wrong' }), ON_SET);
  await eventually(() => expect(errors).not.toEqual([]));
  expect(JSON.stringify((errors[0] as Error).cause)).toContain('Connection failed: UnauthorizedException');
});

test('Apollo Client is told when an invalidation closes its connection', async () => {
  const api = await startOpenApi();
  const client = apolloClient(api, byToken());
  const { seen, errors } = observe(client, 'subscription { onMine { id } }');
  await eventually(async () => {
    await client.mutate({ mutation: SET, variables: { id: 'x' } });
    expect(seen).not.toEqual([]);
  });
  await client.mutate({ mutation: gql('mutation { ban(user: "student") }') });
  await eventually(() => expect(errors).not.toEqual([]));
  expect(JSON.stringify((errors[0] as Error).cause)).toContain('Connection closed');
});
