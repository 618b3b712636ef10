import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  APPROVE_COURSE,
  ARCHIVE_COURSE,
  HISTORY,
  IN_REVIEW,
  LESSON,
  makeEdit,
  MY_COURSES,
  readCourse,
  REJECT_COURSE,
  SUBMIT_COURSE,
  UNARCHIVE_COURSE,
  UPDATE_COURSE,
  WITHDRAW_COURSE,
} from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { COMPLETE_LESSON, ENROLL, PUBLISH_COURSE, writeCourse, type TestCourse } from '../support/courses.ts';
import { idle } from '../support/levers.ts';
import { subOf } from '../support/notifications.ts';
import { writingNothing } from '../support/nothing-written.ts';

let backend: TestBackend;
let mentor: Client;
let admin: Client;

/** As on a stage that requires approval. */
function requireApproval(assembly: string): void {
  for (const name of readdirSync(assembly).filter((file) => file.endsWith('.template.json'))) {
    const path = join(assembly, name);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/("REQUIRES_APPROVAL": ?)"false"/, '$1"true"'));
  }
}

beforeAll(async () => {
  backend = await startTestBackend({ changeAssembly: requireApproval });
  mentor = backend.as('mentor');
  admin = backend.as('admin');
});
afterAll(() => backend.stop());

async function at(course: TestCourse): Promise<{ id: string; version: number }> {
  return { id: course.id, version: (await readCourse(admin, course.id)).version ?? 0 };
}

/** Makes the edit of the course as it stands. */
async function take(author: Client, document: string, course: TestCourse, more: object = {}) {
  return makeEdit(author, document, { ...(await at(course)), ...more });
}

async function publishedByAdmin(options: { readonly title?: string } = {}): Promise<TestCourse> {
  const course = await writeCourse(mentor, { ...options, draft: true });
  await admin.run(PUBLISH_COURSE, { input: await at(course) });
  return course;
}

describe('given a stage that requires approval', () => {
  it('when a mentor goes the way from draft to catalogue, then an Admin’s word stands between, for each version', async () => {
    const course = await writeCourse(mentor, { title: 'Slow but sure', draft: true });
    const publish = async () => mentor.ask(PUBLISH_COURSE, { input: await at(course) });
    const isRefused = async () => (await writingNothing(backend, publish)).errors[0]?.errorType;
    const waiting = async () => {
      const { coursesInReview } = await admin.run<{ coursesInReview: { items: { id: string }[] } }>(IN_REVIEW);
      return coursesInReview.items.map(({ id }) => id);
    };
    expect(await isRefused()).toBe('Forbidden');

    expect(await take(mentor, SUBMIT_COURSE, course)).toMatchObject({ status: 'IN_REVIEW', approved: false });
    expect(await waiting()).toEqual([course.id]);
    expect(await isRefused()).toBe('Forbidden');
    expect(await take(admin, REJECT_COURSE, course, { reason: 'Too short.' })).toMatchObject({ status: 'DRAFT' });
    expect(await waiting()).toEqual([]);

    await take(mentor, SUBMIT_COURSE, course);
    expect(await take(mentor, WITHDRAW_COURSE, course)).toMatchObject({ status: 'DRAFT' });
    await take(mentor, SUBMIT_COURSE, course);
    expect(await take(admin, APPROVE_COURSE, course)).toMatchObject({ status: 'IN_REVIEW', approved: true });
    await take(mentor, UPDATE_COURSE, course, { title: 'Not what was approved' });
    expect(await isRefused()).toBe('Forbidden');
    await take(mentor, SUBMIT_COURSE, course);
    await take(admin, APPROVE_COURSE, course, { reason: 'Fine.' });
    expect((await publish()).errors).toEqual([]);
    expect(await readCourse(backend.anybody, course.id)).toMatchObject({ status: 'PUBLISHED', approved: null });

    const { courseHistory } = await mentor.run<{ courseHistory: { items: Record<string, unknown>[] } }>(HISTORY, {
      courseId: course.id,
    });
    const [{ me: its }, { me: adm }] = (await Promise.all(
      [mentor, admin].map((person) => person.run<{ me: { id: string } }>('{ me { id } }')),
    )) as [{ me: { id: string } }, { me: { id: string } }];
    expect(courseHistory.items.map(({ action, actorId, reason }) => [action, actorId, reason])).toEqual([
      ['PUBLISHED', its.id, null],
      ['APPROVED', adm.id, 'Fine.'],
      ['SUBMITTED', its.id, null],
      ['APPROVED', adm.id, null],
      ['SUBMITTED', its.id, null],
      ['WITHDRAWN', its.id, null],
      ['SUBMITTED', its.id, null],
      ['REJECTED', adm.id, 'Too short.'],
      ['SUBMITTED', its.id, null],
    ]);
    await idle(backend);
    const { notifications } = await mentor.run<{ notifications: { items: { type: string; title: string }[] } }>(
      '{ notifications(limit: 100) { items { type title } } }',
    );
    const types = notifications.items
      .filter(({ title }) => /Slow but sure|Not what was/.test(title))
      .map(({ type }) => type);
    expect(types.toSorted()).toEqual(['COURSE_APPROVED', 'COURSE_APPROVED', 'COURSE_PUBLISHED', 'COURSE_REJECTED']);
  });

  it('when a step is taken twice, then the second answers the same; one that does not fit is a Conflict', async () => {
    const course = await writeCourse(mentor, { draft: true });
    const input = await at(course);
    const answer = await makeEdit(mentor, SUBMIT_COURSE, input);
    expect(await writingNothing(backend, () => makeEdit(mentor, SUBMIT_COURSE, input))).toEqual(answer);
    const now = await at(course);
    await writingNothing(backend, async () => {
      expect((await mentor.refusal(SUBMIT_COURSE, { input: now })).errorType).toBe('Conflict');
      expect((await mentor.refusal(ARCHIVE_COURSE, { input: now })).errorType).toBe('Conflict');
      expect((await mentor.refusal(UNARCHIVE_COURSE, { input: now })).errorType).toBe('Conflict');
      expect((await admin.refusal(APPROVE_COURSE, { input })).errorType).toBe('Conflict');
    });
  });
});

describe('given a mentor with courses in several states', () => {
  it('then they list theirs, all or those of one state, and nobody else’s', async () => {
    const draft = await writeCourse(mentor, { title: 'Mine, a draft', draft: true });
    const course = await publishedByAdmin({ title: 'Mine, published' });
    const theirs = await writeCourse(backend.as('mentor2'), { draft: true });
    const list = async (status?: string) => {
      const { myCourses } = await mentor.run<{ myCourses: { items: { id: string; title: string; status: string }[] } }>(
        MY_COURSES,
        { status },
      );
      return myCourses.items;
    };
    const all = await list();
    expect(all[0]).toMatchObject({ id: course.id, title: 'Mine, published', status: 'PUBLISHED', lessonTotal: 2 });
    expect(all[1]).toMatchObject({ id: draft.id, status: 'DRAFT' });
    expect(all.map(({ id }) => id)).not.toContain(theirs.id);
    const drafts = await list('DRAFT');
    expect(drafts.map(({ id }) => id)).toContain(draft.id);
    expect(new Set(drafts.map(({ status }) => status))).toEqual(new Set(['DRAFT']));
  });
});

describe('given a course that is archived', () => {
  it('then it is in no list and nobody enrolls, who is enrolled reads on and finishes, until it is back', async () => {
    const category = 'Archived';
    const course = await writeCourse(mentor, { category, draft: true });
    await admin.run(PUBLISH_COURSE, { input: await at(course) });
    const [learner, stranger] = [backend.as('student'), backend.as('student2')];
    await learner.run(ENROLL, { input: { courseId: course.id } });
    await idle(backend);
    const listed = async () => {
      const lists = await Promise.all(
        [
          { of: category, sort: 'NEWEST' },
          { of: category, sort: 'POPULAR' },
          { sort: 'NEWEST' },
          { sort: 'POPULAR' },
          { by: `usr_${await subOf(mentor)}` },
        ].map((variables) =>
          backend.anybody.run<{ courses: { items: { id: string }[] } }>(
            `query ($of: String, $by: ID, $sort: CourseSort) {
              courses(category: $of, mentorId: $by, sort: $sort, limit: 100) { items { id } }
            }`,
            variables,
          ),
        ),
      );
      return lists.map(({ courses }) => courses.items.some(({ id }) => id === course.id));
    };
    expect(await listed()).toEqual([true, true, true, true, true]);
    await take(mentor, ARCHIVE_COURSE, course, { reason: 'A newer one is out.' });
    await take(mentor, UPDATE_COURSE, course, { title: 'Renamed in the archive' });
    await idle(backend);
    expect(await listed()).toEqual([false, false, false, false, false]);

    const bySlug = 'query ($slug: String) { course(slug: $slug) { title status } }';
    const page = { title: 'Renamed in the archive', status: 'ARCHIVED' };
    const [first, second] = course.lessons;
    for (const reader of [learner, mentor, admin]) {
      expect(await readCourse(reader, course.id)).toMatchObject(page);
      expect(await reader.run(LESSON, { courseId: course.id, id: first?.id })).toMatchObject({
        lesson: { id: first?.id },
      });
    }
    expect(await learner.run(bySlug, { slug: course.slug })).toEqual({ course: page });
    for (const { id: lessonId } of [first, second].flatMap((lesson) => lesson ?? [])) {
      await learner.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId } });
    }
    for (const other of [stranger, backend.anybody, backend.as('mentor2')]) {
      expect((await other.refusal('query ($id: ID) { course(id: $id) { id } }', { id: course.id })).errorType).toBe(
        'NotFound',
      );
      expect((await other.refusal(bySlug, { slug: course.slug })).errorType).toBe('NotFound');
      expect((await other.refusal(LESSON, { courseId: course.id, id: first?.id })).errorType).toBe('NotFound');
    }
    expect((await stranger.refusal(ENROLL, { input: { courseId: course.id } })).errorType).toBe('NotFound');

    await take(mentor, UNARCHIVE_COURSE, course);
    expect(await listed()).toEqual([true, true, true, true, true]);
    expect(await readCourse(backend.anybody, course.id)).toMatchObject({ status: 'PUBLISHED', enrolledCount: 1 });
    await stranger.run(ENROLL, { input: { courseId: course.id } });
  });
});
