import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { writeCourse } from '../support/courses.ts';

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());

async function lever(path: string, method: 'GET' | 'POST' | 'DELETE', body?: unknown): Promise<unknown> {
  const response = await fetch(`${backend.url}/_local/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(response.status).toBe(200);
  return response.json();
}

interface Usage {
  readonly requests: number;
}

describe('the levers', () => {
  it('say that all is ready and idle', async () => {
    expect(await lever('health', 'GET')).toEqual({ ready: true });
    expect(await lever('idle', 'POST', { timeoutMs: 1000 })).toMatchObject({ idle: true });
  });

  it('count what a course page costs: one request in one wave', async () => {
    const counted: Usage[] = [];
    for (let time = 0; time < 5; time += 1) {
      await lever('usage', 'DELETE');
      await backend.anybody.run(
        '{ course(slug: "serverless-graphql-on-aws") { title modules { lessons { title } } } }',
      );
      counted.push((await lever('usage', 'GET')) as Usage);
    }
    // What the backend does by itself each minute is counted too, but not five times.
    const [fewest] = counted.toSorted((one, other) => one.requests - other.requests);
    expect(fewest).toMatchObject({
      requests: 1,
      depth: 1,
      wcu: 0,
      byOperation: { 'dynamodb:BatchGetItem': { requests: 1 } },
    });
  });

  it('reset to what was seeded', async () => {
    const seeded = await backend.items();
    await writeCourse(backend.as('mentor'));
    expect(await backend.items()).not.toEqual(seeded);
    await lever('reset', 'POST');
    expect(await backend.items()).toEqual(seeded);
    expect(await backend.as('student').run('{ me { displayName } }')).toEqual({ me: { displayName: 'Sami Student' } });
  });
});
