import { Amplify } from 'aws-amplify';
import { generateClient, type GraphQLResult } from 'aws-amplify/api';
import { expect, onTestFinished, test } from 'vitest';
import { none, startApi } from '../support/api.ts';

const SCHEMA = `
  type Query { a: Int }
  type Mutation { set(id: ID, v: Int): Value }
  type Value { id: ID v: Int }
  type Subscription { onSet(id: ID): Value @aws_subscribe(mutations: ["set"])  onNever: Value @aws_iam }`;

test('aws-amplify subscribes, and gets what a mutation brings about', async () => {
  const api = await startApi({ schema: SCHEMA, resolvers: { 'Mutation.set': none('ctx.args') } });
  // Written in upper case the scheme stays plain HTTP in Amplify's real-time URL.
  const endpoint = `${api.url.replace('http://', 'HTTP://')}/graphql`;
  Amplify.configure({ API: { GraphQL: { endpoint, defaultAuthMode: 'apiKey', apiKey: api.apiKey } } });
  const client = generateClient();
  const observable = client.graphql({ query: 'subscription { onSet(id: "x") { id v } }' }) as unknown as {
    subscribe(observer: { next: (value: unknown) => void; error: (error: unknown) => void }): { unsubscribe(): void };
  };
  let subscription: { unsubscribe(): void } | undefined;
  const delivered = new Promise((next, error) => {
    subscription = observable.subscribe({ next, error });
  });
  onTestFinished(() => subscription?.unsubscribe());
  const mutate = (id: string, v: number): Promise<unknown> =>
    client.graphql({ query: `mutation { set(id: "${id}", v: ${v}) { id v } }` }) as Promise<GraphQLResult<unknown>>;
  // Amplify does not say when a subscription has started: mutations until one arrives.
  const pending = Promise.resolve('pending');
  while ((await Promise.race([delivered, pending])) === 'pending') {
    await mutate('y', 0);
    expect(await mutate('x', 1)).toMatchObject({ data: { set: { id: 'x', v: 1 } } });
  }
  expect(await delivered).toMatchObject({ data: { onSet: { id: 'x', v: 1 } } });
});

test('aws-amplify tells why a subscription was refused', async () => {
  const api = await startApi({ schema: SCHEMA });
  const endpoint = `${api.url.replace('http://', 'HTTP://')}/graphql`;
  Amplify.configure({ API: { GraphQL: { endpoint, defaultAuthMode: 'apiKey', apiKey: api.apiKey } } });
  const observable = generateClient().graphql({ query: 'subscription { onNever { id } }' }) as unknown as {
    subscribe(observer: { next: (value: unknown) => void; error: (error: unknown) => void }): { unsubscribe(): void };
  };
  const error = await new Promise((resolve, reject) => {
    const subscription = observable.subscribe({ next: reject, error: resolve });
    onTestFinished(() => subscription.unsubscribe());
  });
  expect(JSON.stringify(error)).toContain('Not Authorized to access onNever on type Subscription');
});
