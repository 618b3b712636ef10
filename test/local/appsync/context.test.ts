import { expect, test } from 'vitest';
import { none, startApi } from './support/api.ts';

const SCHEMA = `
  type Query { ctx(id: ID, json: AWSJSON): AWSJSON  course(id: ID, input: In): Course }
  input In { title: String = "untitled", tags: [String] }
  type Course { id: ID title: String parent: Course view: AWSJSON }`;

async function contextOf(
  query: string,
  variables = {},
  headers?: Record<string, string>,
): Promise<Record<string, never>> {
  const api = await startApi({
    schema: SCHEMA,
    api: { EnvironmentVariables: { STAGE: 'test' } },
    resolvers: {
      'Query.ctx': none('ctx'),
      'Query.course': none(`{ id: 'c', title: JSON.stringify(ctx) }`),
      'Course.view': none('ctx'),
    },
  });
  const { body } = await api.query(query, variables, headers ?? { 'x-api-key': api.apiKey });
  const data = body.data as Record<string, unknown>;
  const course = data['course'] as Record<string, string> | undefined;
  return JSON.parse(String(course?.['view'] ?? course?.['title'] ?? data['ctx'])) as Record<string, never>;
}

test('the arguments come twice, coerced', async () => {
  const ctx = await contextOf('{ course(id: 7, input: { tags: "a" }) { title } }');
  expect(ctx['args']).toEqual({ id: '7', input: { title: 'untitled', tags: ['a'] } });
  expect(ctx['arguments']).toEqual(ctx['args']);
});

test('AWSJSON arrives as the value that it stands for', async () => {
  const ctx = await contextOf('query ($json: AWSJSON) { ctx(json: $json) }', { json: '{"a":[1]}' });
  expect(ctx['args']).toEqual({ json: { a: [1] } });
});

test('a child field sees its parent as source', async () => {
  expect(await contextOf('{ course { view } }')).toMatchObject({
    source: { id: 'c' },
    info: { parentTypeName: 'Course' },
  });
});

test('the selection is listed by paths, under aliases and with fragments opened', async () => {
  const query = `query Named($id: ID) { course(id: $id) { title renamed: id ...F } } fragment F on Course { parent { id } }`;
  const ctx = await contextOf(query, { id: 'x' });
  expect(ctx['info']).toEqual({
    fieldName: 'course',
    parentTypeName: 'Query',
    variables: { id: 'x' },
    selectionSetList: ['title', 'renamed', 'parent', 'parent/id'],
    selectionSetGraphQL: '{\n  title\n  renamed: id\n  ...F\n}',
  });
});

test('the request carries the headers of the client and those that AWS adds', async () => {
  const ctx = await contextOf('{ ctx }', {}, undefined);
  expect(ctx['request']).toEqual({
    domainName: null,
    headers: expect.objectContaining({
      'x-api-key': expect.stringMatching(/^da2-/),
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-forwarded-for': '127.0.0.1',
    }),
  });
});

test('the environment is that of the API; a fresh stash, no result and no error', async () => {
  expect(await contextOf('{ ctx }')).toMatchObject({
    env: { STAGE: 'test' },
    stash: {},
    result: null,
    error: null,
    source: null,
  });
});
