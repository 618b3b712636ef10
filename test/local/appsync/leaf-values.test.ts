import { expect, test } from 'vitest';
import { none, startApi } from './support/api.ts';

test.each<[type: string, value: string, given: unknown]>([
  ['String', '5', '5'],
  ['String', 'true', 'true'],
  ['String', `{ id: 1, tags: ['a', 'b'], none: null }`, '{id=1, tags=[a, b], none=null}'],
  ['[String]', `[1, { a: 1 }]`, ['1', '{a=1}']],
  ['ID!', 'false', 'false'],
  ['Boolean', `'TRUE'`, true],
  ['Boolean', `'no'`, false],
  ['[Boolean!]!', `['true']`, [true]],
])('a %s of %s is given out as graphql-java does', async (type, value, given) => {
  const api = await startApi({ schema: `type Query { f: ${type} }`, resolvers: { 'Query.f': none(value) } });
  expect((await api.query('{ f }')).body).toEqual({ data: { f: given } });
});
