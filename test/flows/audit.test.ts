import { createHash } from 'node:crypto';
import { GetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../generated/schema.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { courseKey } from '../../model/keys.ts';
import { advance, AUDIT_TRAIL, auditTrail, planFault, trailBucket, trailSettles } from '../support/audit.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { idle } from '../support/levers.ts';
import { ENROLL, PUBLISH_COURSE, writeCourse, type TestCourse } from '../support/courses.ts';

let backend: TestBackend;
let people: Readonly<Record<'mentor' | 'mentor2' | 'student' | 'student2' | 'admin', string>>;

beforeAll(async () => {
  backend = await startTestBackend();
  const idOf = async (name: 'mentor' | 'mentor2' | 'student' | 'student2' | 'admin') =>
    (await backend.as(name).run<{ me: { id: string } }>('{ me { id } }')).me.id;
  people = {
    mentor: await idOf('mentor'),
    mentor2: await idOf('mentor2'),
    student: await idOf('student'),
    student2: await idOf('student2'),
    admin: await idOf('admin'),
  };
});
afterAll(() => backend.stop());

/** An item as the table has it, by the recipe of docs/audit.md. */
async function hashOfItem(course: TestCourse): Promise<string> {
  const { pk, sk } = courseKey(courseUlidOf(course.id) ?? '');
  const Key = { pk: { S: pk }, sk: { S: sk } };
  const { Item } = await backend.operator.table.send(
    new GetItemCommand({ TableName: backend.operator.tableName, Key, ConsistentRead: true }),
  );
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const names = Object.keys(value).sort();
    return Object.fromEntries(names.map((name) => [name, sorted((value as Record<string, AttributeValue>)[name])]));
  };
  return createHash('sha256')
    .update(JSON.stringify(sorted(Item)))
    .digest('hex');
}

function of(entries: readonly AuditEntry[], type: string): AuditEntry[] {
  return entries.filter((entry) => entry.type === type);
}

describe('given a course that a mentor has published, a learner who enrolled, and somebody who was refused', () => {
  let course: TestCourse;
  let since: string;
  beforeAll(async () => {
    since = new Date().toISOString();
    course = await writeCourse(backend.as('mentor'));
    await backend.as('student').run(ENROLL, { input: { courseId: course.id } });
    await backend.as('mentor2').refusal(PUBLISH_COURSE, { input: { id: course.id, version: course.version } });
    await trailSettles(backend);
  });

  it('then an Admin finds each by the object: who, what, because of what, with hashes that the item confirms', async () => {
    const entries = await auditTrail(backend, { objectId: course.id });
    const [published] = of(entries, 'course.published');
    expect(published).toMatchObject({
      actorId: people.mentor,
      origin: 'Mutation.publishCourse',
      request: expect.stringMatching(/^Root=1-/) as string,
      entity: 'Course',
      objectIds: [course.id],
      changed: expect.arrayContaining(['publishedAt', 'status']) as string[],
      before: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      after: await hashOfItem(course),
    });
    expect(of(entries, 'enrollment.created')).toMatchObject([{ actorId: people.student, before: null }]);
    expect(of(entries, 'access.refused')).toMatchObject([
      {
        actorId: people.mentor2,
        origin: 'Mutation.publishCourse',
        facts: ['access.refused', 'access.hidden'],
        count: 1,
      },
    ]);
  });

  it('then each change begins with the hash that the one before has ended with', async () => {
    const changes = (await auditTrail(backend, { objectId: course.id })).filter(({ entity }) => entity === 'Course');
    // Of one second the order is not known.
    const afters = new Set(changes.map(({ after }) => after));
    const [created] = of(changes, 'course.created');
    expect(created?.before).toBeNull();
    for (const { before } of changes.filter((change) => change !== created)) expect(afters).toContain(before);
    expect(changes).toHaveLength(5);
  });

  it('then an Admin finds them by person, doer and done to', async () => {
    const ofMentor = await auditTrail(backend, { personId: people.mentor, from: since });
    expect(of(ofMentor, 'course.published').map(({ objectIds }) => objectIds)).toEqual([[course.id]]);
    const ofLearner = await auditTrail(backend, { personId: people.student, from: since });
    expect(of(ofLearner, 'enrollment.created').map(({ objectIds }) => objectIds)).toEqual([[course.id]]);
    const ofRefused = await auditTrail(backend, { personId: people.mentor2, from: since });
    expect(ofRefused.map(({ type }) => type)).toEqual(['access.refused']);
  });

  it('then an Admin finds them by time, newest first, each once over all pages', async () => {
    const entries = await auditTrail(backend, { from: since, limit: 3 });
    const ids = entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(entries.map(({ time }) => time)).toEqual(
      entries
        .map(({ time }) => time)
        .toSorted()
        .reverse(),
    );
    const types = entries.map(({ type }) => type);
    for (const type of ['course.published', 'enrollment.created', 'access.refused']) expect(types).toContain(type);
    expect(await auditTrail(backend, { from: '2020-01-01T00:00:00Z', to: '2020-01-31T00:00:00Z' })).toEqual([]);
  });

  it('then who reads the trail is in the trail', async () => {
    await auditTrail(backend, { personId: people.student2 });
    await trailSettles(backend);
    const entries = await auditTrail(backend, { personId: people.student2 });
    expect(of(entries, 'data.read')).toMatchObject([{ actorId: people.admin, origin: 'Query.auditTrail' }]);
  });
});

it('questions that ask for too much, or for two things, are refused and say what to do', async () => {
  const refusal = (variables: Record<string, unknown>) => backend.as('admin').refusal(AUDIT_TRAIL, variables);
  const course = 'crs_00000000000000000000000000';
  const cases: [Record<string, unknown>, string][] = [
    [{ personId: people.student, objectId: course }, 'objectId oneAtMost'],
    [{ personId: course }, 'personId format'],
    [{ objectId: people.student }, 'objectId format'],
    [{}, 'from range'],
    [{ from: '2026-01-01T00:00:00Z', to: '2026-02-02T00:00:00Z' }, 'from range'],
    [{ objectId: course, from: '2026-02-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, 'to range'],
    [{ objectId: course, limit: 101 }, 'limit range'],
    [{ objectId: course, nextToken: 'bm9uZQ' }, 'nextToken format'],
  ];
  for (const [variables, expected] of cases) {
    const { errorType, errorInfo } = await refusal(variables);
    const { field, rule } = errorInfo as { field: string; rule: string };
    expect([errorType, `${field} ${rule}`]).toEqual(['Validation', expected]);
  }
});

it('an Admin who reads a draft or a lesson of a mentor is found by the mentor; the mentor who reads it is not', async () => {
  const draft = await writeCourse(backend.as('mentor2'), { draft: true });
  const [lesson] = draft.lessons;
  const calls: [string, Record<string, unknown>][] = [
    ['query ($id: ID) { course(id: $id) { id } }', { id: draft.id }],
    ['query ($slug: String) { course(slug: $slug) { id } }', { slug: draft.slug }],
    [
      'query ($courseId: ID!, $id: ID!) { lesson(courseId: $courseId, id: $id) { id } }',
      { courseId: draft.id, id: lesson?.id },
    ],
  ];
  for (const [document, variables] of calls) {
    await backend.as('mentor2').run(document, variables);
    await backend.as('admin').run(document, variables);
  }
  await trailSettles(backend);
  const reads = of(await auditTrail(backend, { objectId: draft.id }), 'data.read');
  const told = reads.map(({ actorId, origin, objectIds }) => [actorId, origin, ...objectIds].join(' '));
  expect(new Set(told)).toEqual(
    new Set([
      [people.admin, 'Query.course', draft.id, people.mentor2].join(' '),
      [people.admin, 'Query.lesson', draft.id, lesson?.id, people.mentor2].join(' '),
    ]),
  );
  expect(reads.reduce((sum, { count }) => sum + count, 0)).toBe(3);
});

it('what was delivered is locked: neither deleted nor overwritten, by the administrator either', async () => {
  await writeCourse(backend.as('mentor'), { draft: true });
  await trailSettles(backend);
  const { storage, Bucket } = trailBucket(backend);
  const { Versions = [] } = await storage.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'events/' }));
  expect(Versions.length).toBeGreaterThan(0);
  const [{ Key = '', VersionId = '' } = {}] = Versions;
  const version = { Bucket, Key, VersionId };
  const protectedByLock = { name: 'AccessDenied', message: expect.stringMatching(/object lock/i) as string };
  await expect(storage.send(new DeleteObjectCommand(version))).rejects.toMatchObject(protectedByLock);
  // As a stage with COMPLIANCE has it.
  const RetainUntilDate = new Date(Date.now() + 3 * 86_400_000);
  const Retention = { Mode: 'COMPLIANCE', RetainUntilDate } as const;
  await storage.send(new PutObjectRetentionCommand({ ...version, Retention, BypassGovernanceRetention: true }));
  const bypass = new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true });
  await expect(storage.send(bypass)).rejects.toMatchObject(protectedByLock);
  await expect(storage.send(new PutObjectCommand({ Bucket, Key, Body: '{}' }))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});

it('what is delivered twice is found once, whoever delivered it twice', async () => {
  const faults = await Promise.all([
    planFault(backend, { service: 'firehose', operation: 'Deliver', kind: 'duplicate', count: 1 }),
    planFault(backend, { service: 's3', operation: 'Deliver', kind: 'duplicate', count: 2 }),
    planFault(backend, { service: 'dynamodb', operation: 'BatchWriteItem', kind: 'throttle', count: 3 }),
  ]);
  const course = await writeCourse(backend.as('mentor'));
  await trailSettles(backend);
  for (const struck of faults) expect(await struck()).toBeGreaterThan(0);
  await fetch(`${backend.url}/_local/faults`, { method: 'DELETE' });
  const entries = await auditTrail(backend, { objectId: course.id, limit: 2 });
  expect(entries.map(({ type }) => type).toSorted()).toEqual([
    'course.created',
    'course.published',
    'course.updated',
    'course.updated',
    'course.updated',
    'lesson.created',
    'lesson.created',
  ]);
});

it('a storm of refusals is a few entries that say how many they were', async () => {
  const course = await writeCourse(backend.as('mentor'), { draft: true });
  const call = () => backend.as('student2').refusal(ENROLL, { input: { courseId: course.id } });
  for (let batch = 0; batch < 20; batch += 1) await Promise.all(Array.from({ length: 50 }, call));
  await trailSettles(backend);
  const refused = of(await auditTrail(backend, { objectId: course.id }), 'access.refused');
  expect(refused.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
  // One at most for each delivery of the log, however many lines it brings.
  expect(refused.length).toBeLessThan(300);
});

it('what the bus does not take comes again, and at last is set aside', async () => {
  const fault = { service: 'eventbridge', operation: 'PutEvents', kind: 'error', count: 100 };
  const struck = await planFault(backend, fault);
  await backend.as('student2').refusal(ENROLL, { input: { courseId: 'crs_00000000000000000000000000' } });
  // Lambda tries again after one minute, and after two more.
  const letters = await setAside(8);
  expect(await struck()).toBeGreaterThanOrEqual(3);
  await fetch(`${backend.url}/_local/faults`, { method: 'DELETE' });
  expect(letters).toMatchObject([{ requestContext: { condition: 'RetriesExhausted' } }]);
});

/** What the log's reader has set aside, once it has: at most so many minutes later. */
async function setAside(minutes: number): Promise<unknown[]> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const queues = new SQSClient({ region: 'us-east-1', endpoint: backend.url, credentials });
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: 'kalpla-dev-audit-log-dead-letters' }));
  for (let minute = 0; minute < minutes; minute += 1) {
    await idle(backend);
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl }));
    if (Messages.length > 0) return Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown);
    await advance(backend, 'PT61S');
  }
  return [];
}
