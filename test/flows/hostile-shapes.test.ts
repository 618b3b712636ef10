import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { demoToken } from '../support/demo-tokens.ts';
import { CREATE_COURSE, writeCourse } from '../support/courses.ts';
import { writingNothing } from '../support/nothing-written.ts';

/** Hostile, "Size and shape": refused where AppSync or a guard of the template refuses, else answered in bounded time. */

/** Milliseconds: far more than any answer takes, far less than a client waits. */
const BOUND_MS = 10_000;

let backend: TestBackend;
let courseId: string;
let mentorId: string;
beforeAll(async () => {
  backend = await startTestBackend();
  ({ id: courseId } = await writeCourse(backend.as('mentor')));
  ({
    me: { id: mentorId },
  } = await backend.as('mentor').run<{ me: { id: string } }>('{ me { id } }'));
});
afterAll(() => backend.stop());

interface Answered {
  readonly status: number;
  readonly body: { readonly data?: unknown; readonly errors?: readonly { readonly errorType: string }[] };
}

async function send(body: string, type = 'application/json', url = backend.outputs.graphqlUrl): Promise<Answered> {
  const began = performance.now();
  const headers = { authorization: demoToken('mentor'), 'content-type': type };
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  expect(performance.now() - began).toBeLessThan(BOUND_MS);
  return { status: response.status, body: JSON.parse(text) as Answered['body'] };
}

const query = (document: string, variables: object = {}) => send(JSON.stringify({ query: document, variables }));
const errorTypes = ({ body }: Answered) => (body.errors ?? []).map(({ errorType }) => errorType);

describe('a document', () => {
  it('of more than a megabyte is refused unread', async () => {
    const answer = await query(`{ me { id } } #${'x'.repeat(1_048_576)}`);
    expect(answer.status).toBe(413);
  });

  it('of almost a megabyte of comments is answered', async () => {
    expect(await query(`{ me { id } } #${'x'.repeat(1_000_000)}`)).toMatchObject({ status: 200 });
  });

  it.each([
    [
      'whose fragments are a circle',
      'query { me { ...A } } fragment A on User { id ...B } fragment B on User { ...A }',
    ],
    ['with a directive that there is not', '{ me { id @defer } }'],
    ['that is opened and never closed', '{'.repeat(50_000)],
    ['that is no GraphQL', '\u0000'],
  ])('%s is refused whole', async (_, document) => {
    const answer = await query(document);
    expect(answer.body.data ?? null).toBeNull();
    expect(errorTypes(answer).length).toBeGreaterThan(0);
  });

  it.each([
    ['a field', 'id '.repeat(10_000)],
    ['a directive', `id ${'@skip(if: false) '.repeat(1_000)}`],
    ['an inline fragment', '... { id } '.repeat(2_000)],
  ])('that says %s thousands of times is answered as if it said it once', async (_, fields) => {
    expect((await query(`{ me { ${fields} } }`)).body.data).toEqual({ me: { id: mentorId } });
  });
});

const wide = (aliases: number) => `{ ${Array.from({ length: aliases }, (_, nth) => `a${nth}: me { id }`).join(' ')} }`;
const outline = () => `{ course(id: "${courseId}") { modules { lessons { id } } } }`;

/** The assembly with another value of a guard of the API's. */
function guardedBy(property: 'QueryDepthLimit' | 'ResolverCountLimit', limit: number) {
  return (folder: string): void => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.template.json'))) {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace(new RegExp(`"${property}": \\d+`), `"${property}": ${limit}`));
    }
  };
}

/** What a backend of its own, with another guard, has against a document. */
async function refusedWith(guard: ReturnType<typeof guardedBy>, document: string): Promise<string[]> {
  const other = await startTestBackend({ changeAssembly: guard });
  try {
    return errorTypes(await send(JSON.stringify({ query: document }), 'application/json', other.outputs.graphqlUrl));
  } finally {
    await other.stop();
  }
}

describe('a guard of the template', () => {
  it('refuses a hundred and one aliases, and lets ten pass; without it they are answered', async () => {
    expect([...new Set(errorTypes(await query(wide(101))))]).toEqual(['ResolverExecutionLimitReached']);
    expect(errorTypes(await query(wide(10)))).toEqual([]);
    expect(await refusedWith(guardedBy('ResolverCountLimit', 200), wide(101))).toEqual([]);
  });

  // No type leads back to itself yet, and AppSync itself refuses what asks the schema's own types in circles.
  it('refuses what is deeper than its limit, which lets every screen pass', async () => {
    const known = '{ courses(limit: 1) { items { mentor { id } } } }';
    expect(errorTypes(await query(outline()))).toEqual([]);
    expect(errorTypes(await query(known))).toEqual([]);
    expect([...new Set(await refusedWith(guardedBy('QueryDepthLimit', 3), known))]).toEqual(['QueryDepthLimitReached']);
  });

  it('is not needed for questions about the schema that go in circles: AppSync takes only some levels of them', async () => {
    const circle = 'fields { type { ofType { ofType { ';
    const answer = await query(`{ __type(name: "__Type") { ${circle.repeat(4)} name ${'} '.repeat(16)} } }`);
    expect(answer.body.data ?? null).toBeNull();
    expect(answer.body.errors).toHaveLength(1);
  });
});

describe('a request', () => {
  it('that is an array of documents is refused', async () => {
    const answer = await send(JSON.stringify([{ query: '{ me { id } }' }, { query: '{ me { id } }' }]));
    expect(answer.body.data ?? null).toBeNull();
    expect(errorTypes(answer).length).toBeGreaterThan(0);
  });

  it.each([
    ['a form', 'query={me{id}}'],
    ['nothing', ''],
    ['half of JSON', '{"query": "{ me'],
    ['a number', '7'],
  ])('that is %s is refused', async (_, body) => {
    const answer = await send(body, body.startsWith('query') ? 'application/x-www-form-urlencoded' : undefined);
    expect(answer.body.data ?? null).toBeNull();
    expect(errorTypes(answer).length).toBeGreaterThan(0);
  });

  it('that a page of another site sends, by GET or as a form, acts for nobody: no cookie is a credential', async () => {
    const mutation = encodeURIComponent(`mutation { enroll(input: { courseId: "${courseId}" }) { status } }`);
    const answer = await writingNothing(backend, () => fetch(`${backend.outputs.graphqlUrl}?query=${mutation}`));
    expect(answer.status).toBe(401);
  });
});

describe('an input', () => {
  const input = { clientToken: 'shape', title: 'A course', category: 'Tests', level: 'BEGINNER' };
  const create = (change: object) => () => query(CREATE_COURSE, { input: { ...input, ...change } });

  it.each([
    ['a title of 900 kB', { title: 'x'.repeat(900_000) }],
    ['a list of 100,000 in the place of a text', { title: Array(100_000).fill('x') }],
    [
      'an object of a thousand levels in the place of a text',
      { title: JSON.parse(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`) as object },
    ],
    ['a capacity beyond what 32 bits hold', { capacity: 2 ** 31 }],
    ['a capacity of more than exact numbers', { capacity: 2 ** 53 + 1 }],
    ['a capacity that is a fraction', { capacity: 1.5 }],
    ['a level that there is not', { level: 'EXPERT' }],
  ])('with %s is refused, and nothing is written', async (_, change) => {
    const answer = await writingNothing(backend, create(change));
    expect((answer.body.data as { createCourse?: unknown } | null)?.createCourse ?? null).toBeNull();
    expect(errorTypes(answer).length).toBeGreaterThan(0);
  });

  it.each([
    ['1e309', 'Infinity'],
    ['-0', 'minus zero'],
    ['9007199254740993', 'no exact number'],
    ['NaN', 'no number'],
  ])('with the capacity %s, %s, is refused, and nothing is written', async (capacity) => {
    const body = `{"query": ${JSON.stringify(CREATE_COURSE)}, "variables": {"input": ${JSON.stringify(input).slice(0, -1)}, "capacity": ${capacity}}}}`;
    const answer = await writingNothing(backend, () => send(body));
    expect((answer.body.data as { createCourse?: unknown } | null)?.createCourse ?? null).toBeNull();
    expect(errorTypes(answer).length).toBeGreaterThan(0);
  });

  it('of 15,000 ids is refused before any of them is read', async () => {
    const ids = Array.from({ length: 15_000 }, (_, nth) => `ntf_${String(nth).padStart(26, '0')}`);
    const document =
      'mutation ($input: MarkNotificationsReadInput!) { markNotificationsRead(input: $input) { unreadCount } }';
    const answer = await writingNothing(backend, () => query(document, { input: { ids } }));
    expect(errorTypes(answer)).toEqual(['Validation']);
  });
});
