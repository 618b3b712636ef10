import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Course } from '../../generated/schema.ts';
import {
  APPROVE_COURSE,
  CANCEL_SCHEDULE,
  HISTORY,
  makeEdit,
  readCourse,
  SCHEDULE,
  SUBMIT_COURSE,
  UPDATE_COURSE,
} from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { CREATE_COURSE, ENROLL, PUBLISH_COURSE } from '../support/courses.ts';
import { renewDemoTokens } from '../support/demo-tokens.ts';
import { moveClock } from '../support/levers.ts';
import { accessTokenKey } from '../support/signing-key.ts';
import { requireApproval } from '../support/templates.ts';
import { writingNothing } from '../support/nothing-written.ts';

let backend: TestBackend;
let mentor: Client;
let admin: Client;
let made = 0;

beforeAll(async () => {
  backend = await startTestBackend({ changeAssembly: requireApproval });
  signIn();
});
afterAll(() => backend.stop());

function signIn(): void {
  mentor = backend.as('mentor');
  admin = backend.as('admin');
}

/** Moves the clock, lets two runs of the sweep pass, and signs everybody in anew: tokens live a quarter of an hour. */
async function moveTo(now: string): Promise<void> {
  await moveClock(backend, { now });
  await moveClock(backend, { advance: 'PT2M' });
  await renewDemoTokens(accessTokenKey(backend), Date.parse(now) + 120_000);
  signIn();
}

const DAY = 86_400_000;

async function newDraft(): Promise<Course> {
  made += 1;
  const input = { clientToken: `c${made}`, title: `Planned ${made}`, category: 'Planned', level: 'BEGINNER' };
  return (await mentor.run<{ createCourse: Course }>(CREATE_COURSE, { input })).createCourse;
}

/** Makes an edit of the course as it stands. */
async function edit(author: Client, document: string, { id }: Course, more: object = {}): Promise<Course> {
  const { version } = await readCourse(admin, id);
  return makeEdit(author, document, { id, version, ...more });
}

async function approved(): Promise<Course> {
  const course = await newDraft();
  await edit(mentor, SUBMIT_COURSE, course);
  return edit(admin, APPROVE_COURSE, course);
}

async function actions({ id }: Course): Promise<string[]> {
  const { courseHistory } = await mentor.run<{ courseHistory: { items: { action: string }[] } }>(HISTORY, {
    courseId: id,
  });
  return courseHistory.items.map(({ action }) => action);
}

describe('given courses whose publication is planned', () => {
  it('when their moment comes, then what is still approved is published once, and nothing else', async () => {
    const start = Date.now();
    const at = (days: number) => new Date(start + days * DAY).toISOString();
    const [planned, edited, canceled, early, later] = await Promise.all(Array.from({ length: 5 }, approved));
    if (!planned || !edited || !canceled || !early || !later) throw new Error('no courses');
    const byAdmin = await newDraft();
    const publishAt = at(1);
    for (const course of [planned, edited, canceled, early]) await edit(mentor, SCHEDULE, course, { publishAt });
    await edit(admin, SCHEDULE, byAdmin, { publishAt });
    await edit(mentor, SCHEDULE, later, { publishAt });
    expect(await edit(mentor, SCHEDULE, later, { publishAt: at(3) })).toMatchObject({
      approved: true,
      publishAt: at(3),
    });
    await edit(mentor, UPDATE_COURSE, edited, { title: 'Not what was approved' });
    expect(await edit(mentor, CANCEL_SCHEDULE, canceled)).toMatchObject({ publishAt: null, approved: true });
    await edit(mentor, PUBLISH_COURSE.replace('{ id status version publishedAt }', '{ id status version }'), early);
    const { publishedAt } = await readPublished(early);

    await moveTo(at(1));
    const stati = async () =>
      Promise.all(
        [planned, edited, canceled, early, later, byAdmin].map(async ({ id }) => (await readCourse(admin, id)).status),
      );
    expect(await stati()).toEqual(['PUBLISHED', 'IN_REVIEW', 'IN_REVIEW', 'PUBLISHED', 'IN_REVIEW', 'PUBLISHED']);
    expect(await actions(planned)).toEqual(['PUBLISHED', 'SCHEDULED', 'APPROVED', 'SUBMITTED']);
    expect(await actions(edited)).toEqual(['UNSCHEDULED', 'SCHEDULED', 'APPROVED', 'SUBMITTED']);
    expect(await actions(early)).toEqual(['PUBLISHED', 'SCHEDULED', 'APPROVED', 'SUBMITTED']);
    expect((await readPublished(early)).publishedAt).toBe(publishedAt);
    expect(await readCourse(admin, edited.id)).toMatchObject({ publishAt: null, title: 'Not what was approved' });
    const { courses } = await backend.anybody.run<{ courses: { items: { id: string }[] } }>(
      '{ courses(category: "planned") { items { id } } }',
    );
    expect(courses.items.map(({ id }) => id).toSorted()).toEqual([planned.id, early.id, byAdmin.id].toSorted());
    await backend.as('student').run(ENROLL, { input: { courseId: planned.id } });

    // A clock that goes back and forth finds nothing to do again.
    const seen = await readCourse(backend.anybody, planned.id);
    await moveTo(at(0.5));
    await moveTo(at(2));
    expect(await readCourse(backend.anybody, planned.id)).toEqual({ ...seen, enrolledCount: 1 });
    expect(await actions(planned)).toHaveLength(4);
    expect((await readCourse(admin, later.id)).status).toBe('IN_REVIEW');
  });

  async function readPublished({ id }: Course): Promise<{ publishedAt: string }> {
    const document = 'query ($id: ID!) { course(id: $id) { publishedAt } }';
    return (await backend.anybody.run<{ course: { publishedAt: string } }>(document, { id })).course;
  }
});

describe('given a moment that can’t be', () => {
  it('then the plan is refused, and nothing is written', async () => {
    const course = await approved();
    const draft = await newDraft();
    const now = ((await (await fetch(`${backend.url}/_local/clock`)).json()) as { now: string }).now;
    const after = (ms: number) => new Date(Date.parse(now) + ms).toISOString();
    const { id, version } = await readCourse(admin, course.id);
    await writingNothing(backend, async () => {
      for (const publishAt of [after(-1000), after(400 * DAY)]) {
        const refusal = await mentor.refusal(SCHEDULE, { input: { id, version, publishAt } });
        expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'publishAt', rule: 'range' } });
      }
      const input = { id: draft.id, version: 1, publishAt: after(DAY) };
      expect((await mentor.refusal(SCHEDULE, { input })).errorType).toBe('Forbidden');
      expect((await mentor.refusal(CANCEL_SCHEDULE, { input: { id, version } })).errorType).toBe('Conflict');
    });
  });
});
