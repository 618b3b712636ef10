import { describe, expect, test } from 'vitest';
import { none, startApi, type RunningApi } from '../support/api.ts';

const SCHEMA = `
  type Query { v: String node: Node echo(json: AWSJSON, ids: [ID]): Int }
  type Node { v: String node: Node nodes: [Node] }`;
const RESOLVERS = {
  'Query.v': none(`'x'`),
  'Query.node': none(`{ v: 'x' }`),
  'Query.echo': none('ctx.args.ids ? ctx.args.ids.length : 1'),
};
const MALFORMED = {
  errors: [{ errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' }],
};

/** Enough of a text to make a document of about a megabyte. */
const megabyteOf = (text: string): string => text.repeat(Math.floor(1_000_000 / text.length));

describe('a hostile document is answered and harms no other request', () => {
  const documents: Record<string, () => string> = {
    'the same field, a megabyte of it': () => `{ node { ${megabyteOf('v ')} } }`,
    'the same field with selections, a megabyte of it': () => `{ ${megabyteOf('node { v } ')} }`,
    'a chain of fragments that doubles at each step': () =>
      `{ node { ...F0 } } ${Array.from({ length: 60 }, (_, i) => `fragment F${i} on Node { a: node { ...F${i + 1} } b: node { ...F${i + 1} } }`).join(' ')} fragment F60 on Node { v }`,
    'thousands of operations over thousands of fragments': () =>
      `${Array.from({ length: 25_000 }, (_, i) => `query Q${i} { ...F0 }`).join(' ')} ${Array.from({ length: 5_000 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} }`).join(' ')} fragment F5000 on Query { v }`,
    'fragments that contain each other': () =>
      `{ node { ...A } } fragment A on Node { node { ...B } } fragment B on Node { node { ...A } }`,
    'fields nested deeper than a stack': () => `{ node ${'{ node '.repeat(100_000)} { v } ${'}'.repeat(100_000)} }`,
    'lists nested deeper than a stack': () => `{ echo(json: ${'['.repeat(400_000)}${']'.repeat(400_000)}) }`,
    'inline fragments, deeply nested': () => `{ ${'... { '.repeat(2_000)} v ${'}'.repeat(2_000)} }`,
    'a megabyte of unknown fields': () => `{ ${megabyteOf('gone ')} }`,
    'a directive, repeated a hundred thousand times': () => `{ v ${'@include(if: true) '.repeat(50_000)} }`,
    'a field name of a megabyte': () => `{ ${megabyteOf('a')} }`,
  };

  test.each(Object.keys(documents))('%s', async (name) => {
    const api = await startApi({ schema: SCHEMA, resolvers: RESOLVERS });
    const { status, body } = await api.query(documents[name]?.() ?? '');
    expect([200, 400]).toContain(status);
    expect(body.data ?? body.errors).toBeTruthy();
    expect(await api.query('{ v }')).toMatchObject({ status: 200, body: { data: { v: 'x' } } });
  });

  test('a hundred and one aliases are a hundred and one fields', async () => {
    const api = await startApi({ schema: SCHEMA, resolvers: RESOLVERS });
    const { body } = await api.query(`{ ${Array.from({ length: 101 }, (_, i) => `a${i}: v`).join(' ')} }`);
    expect(Object.values(body.data ?? {})).toEqual(Array.from({ length: 101 }, () => 'x'));
  });

  test('more fields than any response holds', async () => {
    const resolvers = { 'Query.node': none(`{ nodes: '${'x'.repeat(300)}'.split('').map((v) => ({ v })) }`) };
    const api = await startApi({ schema: SCHEMA, resolvers });
    const { body } = await api.query(
      `{ node { nodes { ${Array.from({ length: 4_000 }, (_, i) => `a${i}:v`).join(' ')} } } }`,
    );
    expect(body).toMatchObject({ data: null, errors: [{ errorType: 'ResponseTooLarge' }] });
  });

  test('a list of a hundred thousand elements', async () => {
    const api = await startApi({ schema: SCHEMA, resolvers: RESOLVERS });
    const ids = Array.from({ length: 100_000 }, (_, i) => i);
    expect((await api.query('query ($ids: [ID]) { echo(ids: $ids) }', { ids })).body).toEqual({
      data: { echo: 100_000 },
    });
  });
});

describe('a body that is no GraphQL request', () => {
  const start = (): Promise<RunningApi> => startApi({ schema: SCHEMA, resolvers: RESOLVERS });

  test.each([
    ['text', 'meow'],
    ['an empty object', '{}'],
    ['a batch', '[{"query":"{ v }"}]'],
    ['a query that is no text', '{"query":1}'],
    ['variables that are no object', '{"query":"{ v }","variables":[1]}'],
    ['an operation name that is no text', '{"query":"{ v }","operationName":1}'],
    ['a syntax error', '{"query":"{ v"}'],
    ['a form', 'query=%7Bv%7D'],
    ['JSON nested deeper than a stack', `{"query":"{ v }","variables":${'['.repeat(400_000)}`],
  ])('%s', async (_, body) => {
    const api = await start();
    expect(await api.post(body)).toMatchObject({ status: 400, body: MALFORMED });
  });

  test('nothing at all', async () => {
    const api = await start();
    expect((await api.post('')).body).toEqual({
      errors: [{ errorType: 'MalformedHttpRequestException', message: 'Request body is empty.' }],
    });
  });

  test('more than a megabyte', async () => {
    const api = await start();
    const { status, body } = await api.post(`{"query":"${'a'.repeat(1_048_576)}"}`);
    expect([status, body.errors?.[0]?.['errorType']]).toEqual([413, 'RequestEntityTooLargeException']);
  });
});
