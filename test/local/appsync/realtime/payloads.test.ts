import { expect, test } from 'vitest';
import { none, startApi, type RunningApi } from '../support/api.ts';
import { delivered, subscribed } from './support.ts';

const SHAPES = `
  type Query { a: Int }
  type Mutation { say(text: String): String  list: [Item]  item(id: ID!, big: String): Item!  nested: Item }
  type Item { id: ID! name: String! parts: [Item] big: String }
  type Subscription {
    onSay: String @aws_subscribe(mutations: ["say"])
    onList(id: ID): [Item] @aws_subscribe(mutations: ["list"])
    onItem(id: ID): Item @aws_subscribe(mutations: ["item"])
    onEither: Item @aws_subscribe(mutations: ["item", "nested"])
    onRequired: Item! @aws_subscribe(mutations: ["item"])
  }`;
const shapes = (): Promise<RunningApi> =>
  startApi({
    schema: SHAPES,
    resolvers: {
      'Mutation.say': none('ctx.args.text'),
      'Mutation.list': none(`[{ id: '1', name: 'a' }, { id: '2', name: 'b' }]`),
      'Mutation.item': none(`{ id: ctx.args.id, name: 'n', big: ctx.args.big }`),
      'Mutation.nested': none(`{ id: 'n', name: 'n', parts: [{ id: 'p', name: 'q' }] }`),
      'Item.parts': none(`{ id: 'never', name: 'resolved' }`, `ctx.source.parts`),
    },
  });

test('what a mutation returns is delivered where it is a scalar', async () => {
  const api = await shapes();
  const client = await subscribed(api, 'subscription { onSay }');
  await api.query('mutation { say(text: "hi") }');
  expect(await delivered(client)).toEqual([{ onSay: 'hi' }]);
});

test('what a mutation returns is delivered where it is a list; an argument finds no field there', async () => {
  const api = await shapes();
  const all = await subscribed(api, 'subscription { onList { id } }');
  const one = await subscribed(api, 'subscription { onList(id: "1") { id } }');
  await api.query('mutation { list { id } }');
  expect(await delivered(all)).toEqual([{ onList: [{ id: '1' }, { id: '2' }] }]);
  expect(await delivered(one)).toEqual([]);
});

test('what a mutation returns comes from each mutation that the subscription names', async () => {
  const api = await shapes();
  const client = await subscribed(api, 'subscription { onEither { id } }');
  await api.query('mutation { item(id: "1") { id } nested { id } }');
  expect(await delivered(client)).toEqual([{ onEither: { id: '1' } }, { onEither: { id: 'n' } }]);
});

test('what a mutation returns is not resolved again', async () => {
  const api = await shapes();
  const client = await subscribed(api, 'subscription { onEither { parts { id name } } }');
  await api.query('mutation { nested { id parts { id name } } }');
  expect(await delivered(client)).toEqual([{ onEither: { parts: [{ id: 'p', name: 'q' }] } }]);
  await api.query('mutation { nested { id } }');
  expect(await delivered(client)).toEqual([{ onEither: { parts: null } }]);
});

test('what a mutation returns lacks a required field that was not selected: an error, as AppSync words it', async () => {
  const api = await shapes();
  const client = await subscribed(api, 'subscription { onItem { id name } }');
  await api.query('mutation { item(id: "1") { id } }');
  expect(await client.received()).toEqual([
    {
      id: 's',
      type: 'data',
      payload: {
        data: { onItem: null },
        errors: [
          {
            message: "Cannot return null for non-nullable type: 'String' within parent 'Item' (/onItem/name)",
            path: ['onItem', 'name'],
          },
        ],
      },
    },
  ]);
});

test('a subscription of a required type starts too', async () => {
  const api = await shapes();
  const client = await subscribed(api, 'subscription { onRequired { id } }');
  await api.query('mutation { item(id: "1") { id } }');
  expect(await delivered(client)).toEqual([{ onRequired: { id: '1' } }]);
});

test("is published up to 240 KB of the mutation's selection, and beyond told only to the log", async () => {
  const api = await shapes();
  const client = await subscribed(api, 'subscription { onItem { id } }');
  const mutate = (size: number, fields: string) =>
    api.query(`mutation ($big: String) { item(id: "1", big: $big) { ${fields} } }`, { big: 'x'.repeat(size) });
  await mutate(300 * 1024, 'id big');
  expect(await delivered(client)).toEqual([]);
  expect(api.logged()).toContain('Mutation.item is not published');
  await mutate(300 * 1024, 'id');
  await mutate(200 * 1024, 'id big');
  expect(await delivered(client)).toEqual([{ onItem: { id: '1' } }, { onItem: { id: '1' } }]);
});

test.each<[name: string, subscription: string, message: string]>([
  ['another type', 'on: Int @aws_subscribe(mutations: ["m"])', 'The subscription has an invalid output type'],
  ['a list', 'on: [String] @aws_subscribe(mutations: ["m"])', 'The subscription has an invalid output type'],
  [
    'a mutation that is not there',
    'on: String @aws_subscribe(mutations: ["gone"])',
    "Mutation.gone, which doesn't exist",
  ],
])('a schema whose subscription returns %s does not start', async (_, field, message) => {
  const schema = `type Query { a: Int } type Mutation { m: String! } type Subscription { ${field} }`;
  await expect(startApi({ schema })).rejects.toThrow(message);
});

test('a field of a type that is not for the subscriber is null, and said to be Unauthorized', async () => {
  const api = await startApi({
    schema: `type Query { a: Int } type Mutation @aws_api_key @aws_iam { m: Box }
      type Box @aws_api_key @aws_iam { id: ID secret: Secret } type Secret @aws_iam { v: Int }
      type Subscription { on: Box @aws_subscribe(mutations: ["m"]) }`,
    resolvers: { 'Mutation.m': none(`{ id: '1', secret: { v: 1 } }`) },
  });
  const client = await subscribed(api, 'subscription { on { id secret { v } } }');
  const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=local/x' };
  expect((await api.query('mutation { m { id secret { v } } }', {}, signed)).body).toEqual({
    data: { m: { id: '1', secret: { v: 1 } } },
  });
  const error = { errorType: 'Unauthorized', message: 'Not Authorized to access v on type Secret' };
  expect(await client.next()).toEqual({
    id: 's',
    type: 'data',
    payload: {
      data: { on: { id: '1', secret: { v: null } } },
      errors: [{ ...error, path: ['on', 'secret', 'v'] }],
    },
  });
});
