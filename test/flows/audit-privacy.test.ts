import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountItem } from '../../model/account.ts';
import type { TrailLine } from '../../model/audit.ts';
import { OPERATIONS } from '../matrix/operations.ts';
import { trailBucket, trailSettles } from '../support/audit.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { demoToken } from '../support/demo-tokens.ts';
import { headerClient } from '../support/client.ts';
import { ENROLL, writeCourse } from '../support/courses.ts';
import { idle } from '../support/levers.ts';

/** What a text in the trail may be: each form is of a value that our code makes. */
const FORMS: Readonly<Record<keyof TrailLine, RegExp>> = {
  id: /^[0-9a-f]{32}$/,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/,
  type: /^[a-z]+\.[a-z]+$/,
  facts: /^[a-z]+\.[a-z]+$/,
  actor: /^(usr_[0-9a-f-]{36}|[a-z]+(-[a-z]+)*)$/,
  origin: /^((Mutation|Query|Subscription)\.[a-zA-Z]+|[a-z]+(-[a-z]+)*)$/,
  request: /^(Root=1-[0-9a-f]{8}-[0-9a-f]{24}|[0-9a-f-]{32,36}|)$/,
  entity: /^[A-Z][A-Za-z]+$/,
  key: /^[A-Z]+(#[\w-]+)*$/,
  changed: /^[a-zA-Z]+$/,
  before: /^[0-9a-f]{64}$/,
  after: /^[0-9a-f]{64}$/,
  about: /^(usr_[0-9a-f-]{36}|[a-z]{3}_([0-9A-Z]{26}){1,4})$/,
  count: /^\d+$/,
};

const MARK = 'anna.smith@example.com';
let backend: TestBackend;
let lines: TrailLine[];

/** Every mutation of the matrix, by everybody who may and some who may not, with a trace header that is somebody's name. */
async function callEverything(): Promise<void> {
  const mutations = Object.entries(OPERATIONS).filter(([name]) => name.startsWith('Mutation.'));
  for (const [, operation] of mutations) {
    const { document, variables } = await operation.arrange(backend);
    for (const name of ['student', 'mentor', 'admin', 'moderator'] as const) {
      const authorization = demoToken(name);
      const headers = { authorization, 'x-amzn-trace-id': `Root=1-${MARK}` };
      await headerClient(backend.outputs.graphqlUrl, headers).ask(document, variables);
    }
  }
}

async function trailLines(): Promise<TrailLine[]> {
  const { storage, Bucket } = trailBucket(backend);
  const { Contents = [] } = await storage.send(new ListObjectsV2Command({ Bucket, Prefix: 'events/' }));
  const texts = await Promise.all(
    Contents.map(async ({ Key }) => {
      const { Body } = await storage.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToString()) ?? '';
    }),
  );
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TrailLine);
}

function textsOf(value: unknown): string[] {
  if (value === null) return [];
  return typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [`${value as string | number}`];
}

beforeAll(async () => {
  backend = await startTestBackend();
  await callEverything();
  const ids = { courseId: MARK, lessonId: `les_${MARK}` };
  const complete = 'mutation ($input: CompleteLessonInput!) { completeLesson(input: $input) { courseId } }';
  await backend.as('student').refusal(complete, { input: ids });
  const priced = await writeCourse(backend.as('mentor'), { price: { amount: 100 } });
  await backend.as('student').refusal(ENROLL, { input: { courseId: priced.id } });
  await trailSettles(backend);
  lines = await trailLines();
});
afterAll(() => backend.stop());

it('the trail of the demo and of every mutation is made of ids, hashes, times and our own names, and of nothing else', () => {
  expect(lines.length).toBeGreaterThan(150);
  const wrong = lines.flatMap((line) =>
    Object.entries(line).flatMap(([name, value]) => {
      const form = FORMS[name as keyof TrailLine] as RegExp | undefined;
      return textsOf(value)
        .filter((text) => !form?.test(text))
        .map((text) => `${name}: ${text}`);
    }),
  );
  expect([...new Set(wrong)]).toEqual([]);
});

it('tells every kind of thing that has happened', () => {
  const told = new Set(lines.flatMap(({ facts }) => facts));
  for (const fact of [
    'account.created',
    'course.published',
    'enrollment.created',
    'access.refused',
    'access.forbidden',
  ]) {
    expect(told).toContain(fact);
  }
});

it('events on the bus carry nobody’s name, address, or what a caller sent as an id', async () => {
  await idle(backend);
  const events = await (await fetch(`${backend.url}/_local/events?bus=kalpla-dev`)).text();
  const accounts = (await backend.items()).filter((item): item is AccountItem => item.sk === 'ACCOUNT');
  expect(accounts.length).toBeGreaterThan(5);
  expect(events).not.toContain('@kalpla.test');
  for (const { displayName } of accounts) expect(events).not.toContain(`"${displayName}"`);
  const trail = JSON.stringify(lines);
  for (const personal of [MARK, '@', ...accounts.map(({ displayName }) => `"${displayName}"`)]) {
    expect(trail).not.toContain(personal);
  }
});
