import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyQuarters } from '../../model/copy-keys.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import {
  COMPLETE_LESSON,
  CREATE_COURSE,
  CREATE_LESSON,
  CREATE_MODULE,
  ENROLL,
  PUBLISH_COURSE,
  SAVE_POSITION,
  writeCourse,
  type TestCourse,
} from '../support/courses.ts';
import { idle } from '../support/levers.ts';
import { writingNothing } from '../support/nothing-written.ts';

let backend: TestBackend;
let mentor: Client;
let student: Client;
let draft: TestCourse;
let course: TestCourse;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
  student = backend.as('student');
  draft = await writeCourse(mentor, { draft: true });
  course = await writeCourse(mentor);
  await student.run(ENROLL, { input: { courseId: course.id } });
});
afterAll(() => backend.stop());

/** The refusal, after making sure that nothing was written. */
function refused(client: Client, document: string, variables: Record<string, unknown>) {
  return writingNothing(backend, () => client.refusal(document, variables));
}

const newCourse = () => ({ clientToken: randomUUID(), title: 'A course', category: 'Tests', level: 'BEGINNER' });
const newLesson = () => ({
  clientToken: randomUUID(),
  courseId: draft.id,
  moduleId: draft.moduleId,
  title: 'A lesson',
  kind: 'TEXT',
});

describe('createCourse', () => {
  it.each([
    ['title', 'length', { title: '' }],
    ['title', 'length', { title: 'x'.repeat(121) }],
    ['title', 'characters', { title: 'a\u0000b' }],
    ['title', 'characters', { title: '\ud800' }],
    ['title', 'characters', { title: 'abc\u202edef' }],
    ['title', 'length', { title: '\u200b' }],
    ['clientToken', 'characters', { clientToken: '\ud83d' }],
    ['clientToken', 'length', { clientToken: '' }],
    ['clientToken', 'length', { clientToken: 'x'.repeat(65) }],
    ['slug', 'format', { slug: 'Not A Slug' }],
    ['subtitle', 'length', { subtitle: 'x'.repeat(201) }],
    ['category', 'length', { category: ' ' }],
    ['capacity', 'range', { capacity: 0 }],
    ['capacity', 'range', { capacity: -3 }],
    ['capacity', 'range', { capacity: 100_001 }],
    ['price.amount', 'range', { price: { amount: 0 } }],
    ['price.currency', 'format', { price: { amount: 100, currency: 'usd' } }],
  ])('refuses %s by its %s: %j', async (field, rule, change) => {
    const refusal = await refused(mentor, CREATE_COURSE, { input: { ...newCourse(), ...change } });
    expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field, rule } });
    expect(refusal.message).toContain(`\`${field}\``);
  });

  it('refuses a slug that is taken, and says so', async () => {
    const refusal = await refused(mentor, CREATE_COURSE, { input: { ...newCourse(), slug: 'dynamodb-in-an-hour' } });
    expect(refusal).toMatchObject({ errorType: 'Conflict' });
    expect(refusal.message).toContain('dynamodb-in-an-hour');
  });

  it.each([{ role: 'Admin' }, { status: 'PUBLISHED' }, { mentorId: 'usr_x' }, { version: 9 }, { pk: 'USER#x' }])(
    'knows no input field %j: the schema refuses it',
    async (extra) => {
      const refusal = await refused(mentor, CREATE_COURSE, { input: { ...newCourse(), ...extra } });
      expect(refusal.errorType).not.toBe('Internal');
      expect(refusal.path).not.toEqual(['createCourse']);
    },
  );

  it('keeps titles of any script as they are written', async () => {
    const title = 'خوارزمية و 🎓 “quotes”';
    const { createCourse } = await mentor.run<{ createCourse: { title: string; slug: string } }>(CREATE_COURSE, {
      input: { ...newCourse(), title },
    });
    expect(createCourse.title).toBe(title);
    expect(createCourse.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });
});

describe('createModule and createLesson', () => {
  it('refuse a title without text', async () => {
    const input = { clientToken: randomUUID(), courseId: draft.id, title: '  ' };
    expect(await refused(mentor, CREATE_MODULE, { input })).toMatchObject({ errorInfo: { field: 'title' } });
  });

  it.each([
    ['durationSeconds', { durationSeconds: 0 }],
    ['durationSeconds', { durationSeconds: 86_401 }],
    ['body', { body: 'x'.repeat(50_001) }],
    ['body', { body: '漢'.repeat(16_700) }],
    ['body', { body: 'a\u0001b' }],
    ['body', { body: 'a\ud800b' }],
  ])('refuse %s out of bounds', async (field, change) => {
    const refusal = await refused(mentor, CREATE_LESSON, { input: { ...newLesson(), ...change } });
    expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field } });
  });

  it.each([
    ['letters', 'x'.repeat(50_000)],
    ['what JSON escapes', '"\n'.repeat(25_000)],
    ['three bytes each', `${'漢'.repeat(16_666)}xx`],
    ['four bytes each', '🦉'.repeat(12_500)],
  ])('take a body up to the bound, of %s, in items of 64 KB at most, and answer its repetition', async (_, body) => {
    await idle(backend);
    const before = new Set((await backend.items()).map(({ pk, sk }) => `${pk} ${sk}`));
    const input = { ...newLesson(), body };
    const made = await mentor.run<{ createLesson: { body: string } }>(CREATE_LESSON, { input });
    expect(made.createLesson.body).toBe(body);
    expect(await mentor.run(CREATE_LESSON, { input })).toEqual(made);
    const other = { ...input, body: `${body.slice(0, -2)}..` };
    expect(await refused(mentor, CREATE_LESSON, { input: other })).toMatchObject({ errorType: 'Conflict' });
    const fresh = (await backend.items()).filter(({ pk, sk }) => !before.has(`${pk} ${sk}`));
    // The lesson, its copies, and what the client token answers.
    expect(fresh).toHaveLength(1 + copyQuarters().length + 1);
    for (const item of fresh) {
      const text = Object.values(item).filter((value) => typeof value === 'string');
      expect(Buffer.byteLength(text.join(''))).toBeLessThan(64 * 1024);
    }
  });

  it.each([
    ['letters', 'x'.repeat(500_000)],
    ['three bytes each', '漢'.repeat(300_000)],
    ['control characters', '\u0001'.repeat(100_000)],
    ['halves of emoji', '\ud83d'.repeat(50_001)],
  ])('refuse a body far beyond it, of %s, before it is looked at', async (_, body) => {
    const refusal = await refused(mentor, CREATE_LESSON, { input: { ...newLesson(), body } });
    expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'body', rule: 'size' } });
  });

  it('refuse a module of another course, or none, as not found', async () => {
    const other = await writeCourse(mentor, { draft: true });
    for (const moduleId of [other.moduleId, `mod_${'0'.repeat(52)}`, 'nonsense', '']) {
      expect(await refused(mentor, CREATE_LESSON, { input: { ...newLesson(), moduleId } })).toMatchObject({
        errorType: 'NotFound',
        message: 'There is no such module.',
      });
    }
  });
});

describe('publishCourse', () => {
  it('refuses another version than the course has', async () => {
    const input = { id: draft.id, version: 1 };
    expect(await refused(mentor, PUBLISH_COURSE, { input })).toMatchObject({ errorType: 'Conflict' });
  });

  it('is answered the same when repeated, and refuses to publish a published course anew', async () => {
    const fresh = await writeCourse(mentor, { draft: true });
    const input = { id: fresh.id, version: fresh.version };
    const first = await mentor.run(PUBLISH_COURSE, { input });
    expect(await mentor.run(PUBLISH_COURSE, { input })).toEqual(first);
    const again = { id: fresh.id, version: fresh.version + 1 };
    expect(await refused(mentor, PUBLISH_COURSE, { input: again })).toMatchObject({ errorType: 'Conflict' });
  });
});

describe('learning', () => {
  it('refuses a course with a price', async () => {
    const priced = await writeCourse(mentor, { price: { amount: 4900 } });
    expect(await refused(student, ENROLL, { input: { courseId: priced.id } })).toMatchObject({
      errorType: 'Forbidden',
    });
  });

  it.each(['nonsense', '', 'crs_', `crs_${'0'.repeat(26)}`, `crs_${'#'.repeat(26)}`])(
    'refuses to enroll in %j as not found',
    async (courseId) => {
      expect(await refused(student, ENROLL, { input: { courseId } })).toMatchObject({ errorType: 'NotFound' });
    },
  );

  it('refuses a lesson under the wrong course as not found', async () => {
    const other = await writeCourse(mentor);
    const input = { courseId: course.id, lessonId: other.lessons[0]?.id };
    expect(await refused(student, COMPLETE_LESSON, { input })).toMatchObject({ errorType: 'NotFound' });
  });

  it.each([-1, 121, 86_401])('refuses the position %d of a lesson of 120 seconds', async (positionSeconds) => {
    const input = { courseId: course.id, lessonId: course.lessons[0]?.id, positionSeconds };
    expect(await refused(student, SAVE_POSITION, { input })).toMatchObject({
      errorType: 'Validation',
      errorInfo: { field: 'positionSeconds', rule: 'range' },
    });
  });
});

describe('reading', () => {
  it.each(['x'.repeat(3_000), 'No Such Slug', '#'])('finds nothing under a slug that is none', async (slug) => {
    expect(await student.refusal('query ($slug: String) { course(slug: $slug) { id } }', { slug })).toMatchObject({
      errorType: 'NotFound',
    });
  });

  it.each(['{ course { id } }', '{ course(id: "crs_1", slug: "a-b-c") { id } }'])(
    'wants exactly one of id and slug: %s',
    async (document) => {
      expect(await student.refusal(document)).toMatchObject({
        errorType: 'Validation',
        errorInfo: { rule: 'exactlyOne' },
      });
    },
  );

  it.each([0, 101, -5])('refuses pages of %d', async (limit) => {
    for (const field of ['courses', 'myEnrollments']) {
      const document = `query ($limit: Int) { ${field}(limit: $limit) { nextToken } }`;
      expect(await student.refusal(document, { limit })).toMatchObject({
        errorType: 'Validation',
        errorInfo: { field: 'limit', rule: 'range' },
      });
    }
  });

  it('refuses a token that is none', async () => {
    for (const field of ['courses', 'myEnrollments']) {
      const document = `query ($nextToken: String) { ${field}(nextToken: $nextToken) { nextToken } }`;
      expect(await student.refusal(document, { nextToken: 'abc' })).toMatchObject({
        errorType: 'Validation',
        errorInfo: { field: 'nextToken', rule: 'format' },
      });
    }
  });
});
