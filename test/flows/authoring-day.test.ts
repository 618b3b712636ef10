import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Course, Lesson } from '../../generated/schema.ts';
import {
  ADD_RESOURCE,
  APPROVE_COURSE,
  HISTORY,
  makeEdit,
  orderOf,
  outlineOf,
  readCourse,
  readLesson,
  REJECT_COURSE,
  REORDER_COURSE,
  SCHEDULE,
  SUBMIT_COURSE,
  UPDATE_COURSE,
  WITHDRAW_COURSE,
} from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { CREATE_COURSE, CREATE_LESSON, CREATE_MODULE, ENROLL, PUBLISH_COURSE } from '../support/courses.ts';
import { moveClock } from '../support/levers.ts';
import { requireApproval } from '../support/templates.ts';
import { FILM, MEDIA_URL, PNG, uploadFile } from '../support/uploads.ts';

/** The beginning of a recording. */
const WAVE = Buffer.from('RIFF\u0024\0\0\0WAVEfmt ', 'latin1');

let backend: TestBackend;
let mentor: Client;
let admin: Client;
let courseId: string;
const lessons: Record<string, Lesson> = {};
/** What the mentor saw before anybody else could. */
let preview: { readonly course: Course; readonly lessons: readonly Lesson[] };

beforeAll(async () => {
  backend = await startTestBackend({ changeAssembly: requireApproval });
  mentor = backend.as('mentor');
  admin = backend.as('admin');
});
afterAll(() => backend.stop());

const token = () => ({ clientToken: randomUUID() });
const versioned = async () => ({ id: courseId, version: (await readCourse(mentor, courseId)).version });
const edit = async (document: string, input: object) => {
  const { version } = await versioned();
  return makeEdit(mentor, document, { courseId, version, ...input });
};
const move = async (who: Client, document: string, more: object = {}) =>
  makeEdit(who, document, { ...(await versioned()), ...more });

async function seenBy(reader: Client): Promise<typeof preview> {
  const {
    status: _,
    version: __,
    enrolledCount: ___,
    approved: ____,
    publishAt: _____,
    ...course
  } = await readCourse(reader, courseId);
  return { course, lessons: await Promise.all(Object.values(lessons).map((lesson) => readLesson(reader, lesson))) };
}

/** Each step goes on where the one before it has ended. */
describe('given a mentor with a day for a new course, where courses need approval', () => {
  it('when they write a lesson of each kind in the morning, then the course has them as they were written', async () => {
    const course = { ...token(), title: 'Bread', category: 'Baking', level: 'BEGINNER' };
    courseId = (await mentor.run<{ createCourse: Course }>(CREATE_COURSE, { input: course })).createCourse.id;
    const modules = ['Dough', 'Oven'].map((title) => ({ ...token(), courseId, title }));
    const moduleIds: string[] = [];
    for (const input of modules) {
      moduleIds.push((await mentor.run<{ createModule: { id: string } }>(CREATE_MODULE, { input })).createModule.id);
    }
    const [film, sound, sheet] = await Promise.all([
      uploadFile(backend, mentor, FILM, { purpose: 'MEDIA', contentType: 'video/mp4' }),
      uploadFile(backend, mentor, WAVE, { purpose: 'MEDIA', contentType: 'audio/wav' }),
      uploadFile(backend, mentor, PNG, { purpose: 'RESOURCE', name: 'sheet.png' }),
    ]);
    const kinds: [string, object][] = [
      ['TEXT', { body: '# Flour\n\nUse **strong** flour.<script>alert(1)</script>' }],
      ['VIDEO', { mediaUploadId: film.id, durationSeconds: 600 }],
      ['AUDIO', { mediaUploadId: sound.id, durationSeconds: 60 }],
      ['DOWNLOAD', { mediaUploadId: sheet.id }],
      ['LINK', { url: 'https://kalpla.example/ovens' }],
    ];
    for (const [place, [kind, more]] of kinds.entries()) {
      const input = { ...token(), courseId, moduleId: moduleIds[place < 3 ? 0 : 1], title: kind, kind, ...more };
      lessons[kind] = (await mentor.run<{ createLesson: Lesson }>(CREATE_LESSON, { input })).createLesson;
    }
    for (const title of ['Mills', 'Water']) {
      await edit(ADD_RESOURCE, { lessonId: lessons['TEXT']!.id, title, url: 'https://kalpla.example/page' });
    }
    expect(outlineOf(await readCourse(mentor, courseId))).toEqual([
      ['Dough', ['TEXT', 'VIDEO', 'AUDIO']],
      ['Oven', ['DOWNLOAD', 'LINK']],
    ]);
  });

  it('when they turn all of it around at noon, then one mutation does it', async () => {
    const { resources } = await readLesson(mentor, lessons['TEXT']!);
    const [dough, oven] = orderOf(await readCourse(mentor, courseId));
    await edit(REORDER_COURSE, {
      modules: [
        { ...oven, lessonIds: [lessons['LINK']!.id, lessons['AUDIO']!.id] },
        { ...dough, lessonIds: [lessons['DOWNLOAD']!.id, lessons['VIDEO']!.id, lessons['TEXT']!.id] },
      ],
      resources: [{ lessonId: lessons['TEXT']!.id, resourceIds: (resources ?? []).map(({ id }) => id).toReversed() }],
    });
    expect(outlineOf(await readCourse(mentor, courseId))).toEqual([
      ['Oven', ['LINK', 'AUDIO']],
      ['Dough', ['DOWNLOAD', 'VIDEO', 'TEXT']],
    ]);
  });

  it('when they look at it as a learner will, then they see all of it, and nobody else sees that it is there', async () => {
    preview = await seenBy(mentor);
    expect(preview.lessons.map(({ kind }) => kind)).toEqual(['TEXT', 'VIDEO', 'AUDIO', 'DOWNLOAD', 'LINK']);
    expect(preview.lessons[0]).toMatchObject({
      html: expect.stringContaining('Use <strong>strong</strong> flour.'),
      resources: [{ title: 'Water' }, { title: 'Mills' }],
    });
    expect(preview.lessons[0]?.html).not.toContain('<script');
    const asked = backend.as('student').refusal('query ($id: ID!) { course(id: $id) { id } }', { id: courseId });
    expect((await asked).errorType).toBe('NotFound');
    const { mediaUrl } = await mentor.run<{ mediaUrl: { url: string } }>(MEDIA_URL, {
      courseId,
      lessonId: lessons['VIDEO']!.id,
    });
    expect(Buffer.from(await (await fetch(mediaUrl.url)).arrayBuffer())).toEqual(FILM);
  });

  it('when they submit it, take it back, and an Admin gives it back once, then each knows who and why', async () => {
    await move(mentor, SUBMIT_COURSE);
    await move(mentor, WITHDRAW_COURSE);
    await move(mentor, SUBMIT_COURSE);
    await move(admin, REJECT_COURSE, { reason: 'Say who it is for.' });
    await move(mentor, UPDATE_COURSE, { subtitle: 'For beginners' });
    await move(mentor, SUBMIT_COURSE);
    expect((await mentor.refusal(PUBLISH_COURSE, { input: await versioned() })).errorType).toBe('Forbidden');
    await move(admin, APPROVE_COURSE);
    const { courseHistory } = await mentor.run<{
      courseHistory: { items: { action: string; reason: string | null }[] };
    }>(HISTORY, { courseId });
    expect(courseHistory.items.map(({ action, reason }) => (reason ? [action, reason] : action))).toEqual([
      'APPROVED',
      'SUBMITTED',
      ['REJECTED', 'Say who it is for.'],
      'SUBMITTED',
      'WITHDRAWN',
      'SUBMITTED',
    ]);
  });

  it('when its moment comes in the evening, then learners see what its mentor saw', async () => {
    const publishAt = new Date(Date.now() + 300_000).toISOString();
    await move(mentor, SCHEDULE, { publishAt });
    await moveClock(backend, { advance: 'PT7M' });
    const student = backend.as('student');
    await student.run(ENROLL, { input: { courseId } });
    const seen = await seenBy(student);
    expect(seen).toEqual({ ...preview, course: { ...preview.course, subtitle: 'For beginners' } });
    expect((await readCourse(student, courseId)).status).toBe('PUBLISHED');
  });
});
