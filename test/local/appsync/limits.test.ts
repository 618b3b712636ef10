import { expect, test } from 'vitest';
import { none, startApi } from './support/api.ts';

const SCHEMA =
  'type Query { a: Node list: [Node] v: String } type Node { next: Node items: [Node] required: Node! v: String }';
const NODE = `{ v: 'x', next: { v: 'x', next: { v: 'x' } }, items: [{ v: 'x' }], required: { v: 'x' } }`;

test('fields below the depth limit are errors of their own', async () => {
  const api = await startApi({ schema: SCHEMA, api: { QueryDepthLimit: 2 }, resolvers: { 'Query.a': none(NODE) } });
  const { body } = await api.query('{ a { v next { v } items { v } } }');
  expect(body).toEqual({
    data: { a: { v: 'x', next: { v: null }, items: [{ v: null }] } },
    errors: [
      expect.objectContaining({ path: ['a', 'next', 'v'], errorType: 'QueryDepthLimitReached' }),
      expect.objectContaining({ path: ['a', 'items', 0, 'v'], errorType: 'QueryDepthLimitReached' }),
    ],
  });
});

test('a required field below the depth limit makes its parent null', async () => {
  const api = await startApi({ schema: SCHEMA, api: { QueryDepthLimit: 1 }, resolvers: { 'Query.a': none(NODE) } });
  expect((await api.query('{ a { required { v } } }')).body).toMatchObject({ data: { a: null } });
});

test('without a limit any depth is answered', async () => {
  const api = await startApi({ schema: SCHEMA, resolvers: { 'Query.a': none(NODE) } });
  const deep = '{ a '.concat('{ next '.repeat(200), '{ v }', '}'.repeat(201));
  expect(await api.query(deep)).toMatchObject({ status: 200, body: { data: { a: {} } } });
});

test('resolvers beyond the limit are not run', async () => {
  const api = await startApi({ schema: SCHEMA, api: { ResolverCountLimit: 2 }, resolvers: { 'Query.v': none(`'x'`) } });
  const { body } = await api.query('{ a1: v a2: v a3: v }');
  expect(body).toMatchObject({
    data: { a1: 'x', a2: 'x', a3: null },
    errors: [{ path: ['a3'], errorType: 'ResolverExecutionLimitReached' }],
  });
});

test('with introspection disabled the introspection types have no fields', async () => {
  const api = await startApi({ schema: SCHEMA, api: { IntrospectionConfig: 'DISABLED' } });
  const { body } = await api.query('{ __typename __schema { types { name } } }');
  expect(body.data).toBeNull();
  expect(body.errors?.[0]?.['message']).toBe(
    "Validation error of type FieldUndefined: Field 'types' in type '__Schema' is undefined @ '__schema/types'",
  );
  expect((await api.query('{ __typename }')).body).toEqual({ data: { __typename: 'Query' } });
});
