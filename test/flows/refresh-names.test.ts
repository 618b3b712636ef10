import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { monotonicFactory } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameUpdate } from '../../functions/refresh-names/name-update.ts';
import { COURSE_COPIES, type CourseCopyItem } from '../../model/course-copy.ts';
import { newCourse, type CourseItem } from '../../model/course.ts';
import type { DomainEvent } from '../../model/events.ts';
import { courseUlidOf, userId } from '../../model/ids.ts';
import { cardKey } from '../../model/keys.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { writeCourse } from '../support/courses.ts';
import { idle, lever } from '../support/levers.ts';
import { subOf } from '../support/notifications.ts';

const COURSES = 120;
const RENAME = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { version } }';
const CAUSE = { actor: 'test', request: '', origin: 'test' };
const PAGE = 'query ($id: ID!) { course(id: $id) { mentor { displayName } version } }';

let backend: TestBackend;
let mentorId: string;

beforeAll(async () => {
  backend = await startTestBackend();
  mentorId = userId(await subOf(backend.as('mentor2')));
  await plantCourses();
  await idle(backend);
}, 60_000);
afterAll(() => backend.stop());

/** Courses of one mentor, more than a page of the index. */
async function plantCourses(): Promise<void> {
  const nextUlid = monotonicFactory();
  const items = Array.from({ length: COURSES }, (_, n) => {
    const ulid = nextUlid();
    const input = { title: `Course ${n}`, category: 'Testing', level: 'BEGINNER', clientToken: '' } as const;
    const mentor = { id: mentorId, displayName: 'Mentor Two', nameVersion: 1 };
    return newCourse({ ulid, slug: `course-${ulid}`, input, mentor, now: new Date().toISOString(), cause: CAUSE });
  });
  await putAll(items);
}

async function putAll(items: readonly CourseItem[]): Promise<void> {
  const { table, tableName } = backend.operator;
  for (let start = 0; start < items.length; start += 25) {
    const puts = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await table.send(new BatchWriteCommand({ RequestItems: { [tableName]: puts } }));
  }
}

/** Events that come to the job again. */
async function deliver(...events: readonly (DomainEvent | undefined)[]): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const queues = new SQSClient({ region: 'us-east-1', endpoint: backend.url, credentials });
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: 'kalpla-dev-refresh-names' }));
  for (const event of events) {
    await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
  }
  await idle(backend);
}

async function rename(displayName: string): Promise<void> {
  const mentor = backend.as('mentor2');
  const { me } = await mentor.run<{ me: { version: number } }>('{ me { version } }');
  await mentor.run(RENAME, { input: { version: me.version, displayName } });
}

async function courses(): Promise<CourseItem[]> {
  const items = (await backend.items()) as CourseItem[];
  return items.filter(({ entity, mentor }) => (entity as string) === 'Course' && mentor.id === mentorId);
}

/** How many courses show which name. */
async function shown(): Promise<Record<string, number>> {
  const names = (await courses()).map(({ mentor }) => mentor.displayName);
  return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]));
}

describe('a mentor who is renamed', () => {
  it('is so on every course; a job that has broken in the middle goes on, and does nothing twice', async () => {
    const before = await courses();
    expect(before.length).toBeGreaterThanOrEqual(COURSES);
    await rename('Mina Mentor');
    await idle(backend);
    const after = await courses();
    expect(await shown()).toEqual({ 'Mina Mentor': before.length });
    // Whoever edits a course has nothing to begin again.
    expect(after.map(({ version }) => version)).toEqual(before.map(({ version }) => version));

    // As a job leaves them that dies after forty.
    await putAll(before.slice(40));
    expect((await shown())['Mina Mentor']).toBe(40);
    const heard = (await lever(backend, 'GET', 'events?bus=kalpla-dev')) as { detail: DomainEvent }[];
    const renamed = heard.map(({ detail }) => detail).filter(({ changed }) => changed.includes('displayName'));
    await deliver(renamed.at(-1), renamed.at(-1));
    expect(await courses()).toEqual(after);
  });

  it('twice in a row is shown by the last name, in whatever order the jobs write', async () => {
    await rename('First of two');
    await rename('Second of two');
    await idle(backend);
    const all = await courses();
    expect(await shown()).toEqual({ 'Second of two': all.length });
    const [course] = all;
    if (!course) throw new Error('There is no course.');
    const { table, tableName } = backend.operator;
    const late = { id: mentorId, displayName: 'First of two', version: (course.mentor.nameVersion ?? 0) - 1 };
    await expect(table.send(nameUpdate(tableName, course, late, CAUSE))).rejects.toThrow(TransactionCanceledException);
  });

  it('is so on a course that was being made meanwhile', async () => {
    const mentor = backend.as('mentor2');
    const made = await writeCourse(mentor);
    await idle(backend);
    const { table, tableName } = backend.operator;
    const ulid = monotonicFactory()();
    const old = { id: mentorId, displayName: 'Of before', nameVersion: 1 };
    const input = { title: 'Late', category: 'Testing', level: 'BEGINNER', clientToken: '' } as const;
    const Item = newCourse({ ulid, slug: ulid, input, mentor: old, now: new Date().toISOString(), cause: CAUSE });
    await table.send(new BatchWriteCommand({ RequestItems: { [tableName]: [{ PutRequest: { Item } }] } }));
    await idle(backend);
    expect((await shown())['Of before']).toBeUndefined();
    await rename('Published name');
    await idle(backend);
    const { course } = await backend.anybody.run<{ course: object }>(PAGE, { id: made.id });
    expect(course).toMatchObject({ mentor: { displayName: 'Published name' } });
    const key = cardKey(courseUlidOf(made.id) ?? '');
    const card = (await backend.items()).find(({ pk, sk }) => pk === key.pk && sk === key.sk);
    expect(card).toMatchObject({ course: { mentor: { displayName: 'Published name' } } });
    const copies = (await backend.items()).filter(
      ({ pk, sk }) => pk.startsWith('COPY#') && sk === 'COURSE',
    ) as CourseCopyItem[];
    const names = copies.filter(({ ulid }) => ulid === courseUlidOf(made.id));
    expect(names.map(({ mentor: { displayName } }) => displayName)).toEqual(
      Array.from({ length: COURSE_COPIES }, () => 'Published name'),
    );
  });
});
