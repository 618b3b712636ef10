import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Course, Upload } from '../../generated/schema.ts';
import type { CourseItem } from '../../model/course.ts';
import { courseUlidOf, subOf } from '../../model/ids.ts';
import { courseKey } from '../../model/keys.ts';
import {
  ADD_RESOURCE,
  makeEdit,
  outlineOf,
  readCourse,
  readLesson,
  REMOVE_LESSON,
  UPDATE_COURSE,
  UPDATE_LESSON,
} from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import {
  CREATE_MODULE,
  DUPLICATE_COURSE,
  PUBLISH_COURSE,
  writeCourse,
  type TestCourse,
  type TestLesson,
} from '../support/courses.ts';
import { twin } from '../support/drafts.ts';
import { endFaults, idle, lever } from '../support/levers.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { changesOf } from '../support/stream-changes.ts';
import { FILM, PNG, uploadFile, usersOf as usersOfUpload } from '../support/uploads.ts';

const COPYING = 'query ($id: ID!) { course(id: $id) { copying { courseId copied total } } }';

let backend: TestBackend;
let mentor: Client;
let mentorSub: string;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
  mentorSub = subOf((await mentor.run<{ me: { id: string } }>('{ me { id } }')).me.id);
});
afterAll(() => backend.stop());

const asking = (course: TestCourse, more: object = {}) => ({
  input: { clientToken: randomUUID(), courseId: course.id, ...more },
});

async function duplicate(author: Client, variables: { input: object }): Promise<Course> {
  return (await author.run<{ duplicateCourse: Course }>(DUPLICATE_COURSE, variables)).duplicateCourse;
}

async function copyingOf(id: string) {
  return (await mentor.run<{ course: Course }>(COPYING, { id })).course.copying;
}

/** How many lessons were counted when the copying had ended. */
async function copiedAtLast(id: string): Promise<number | undefined> {
  const changes = await changesOf<CourseItem>(backend, courseKey(courseUlidOf(id) ?? ''));
  return changes.find(({ before, after }) => before?.copying && !after?.copying)?.before?.copying?.copied;
}

const usersOf = (upload: Upload) => usersOfUpload(backend, mentorSub, upload);

describe('given a published course with files', () => {
  it('when it is duplicated, then a draft has all of it, and each goes its own way', async () => {
    const course = await writeCourse(mentor, { title: 'The first', lessons: 3, capacity: 7 });
    const [film, sheet] = [
      await uploadFile(backend, mentor, FILM, { purpose: 'MEDIA', contentType: 'video/mp4' }),
      await uploadFile(backend, mentor, PNG, { purpose: 'RESOURCE' }),
    ];
    const first = course.lessons[0] as TestLesson;
    const about = { courseId: course.id, lessonId: first.id };
    let { version = 0 } = await makeEdit(mentor, UPDATE_LESSON, {
      ...about,
      version: course.version,
      kind: 'VIDEO',
      mediaUploadId: film.id,
    });
    ({ version = 0 } = await makeEdit(mentor, ADD_RESOURCE, { ...about, version, title: 'A', uploadId: sheet.id }));

    const made = await duplicate(mentor, asking(course, { title: ' The second ', slug: 'the-second' }));
    expect(made).toMatchObject({ title: 'The second', slug: 'the-second', status: 'DRAFT', lessonTotal: 3 });
    expect(made.copying).toEqual({ courseId: course.id, copied: 0, total: 3 });
    await idle(backend);
    expect(await copyingOf(made.id)).toBeNull();
    const [old, copy] = [await readCourse(mentor, course.id), await readCourse(mentor, made.id)];
    expect(outlineOf(copy)).toEqual(outlineOf(old));
    expect(copy).toMatchObject({ level: old.level, category: old.category, capacity: 7, version: 2, enrolledCount: 0 });

    const [source, lesson] = [await readLesson(mentor, first), await readLesson(mentor, twin(first, made.id))];
    const { id: _, resources: offered, ...said } = source;
    expect(lesson).toMatchObject(said);
    expect(lesson.resources?.map(({ id: _id, ...rest }) => rest)).toEqual(offered?.map(({ id: _id, ...rest }) => rest));
    expect(lesson.resources?.[0]?.id).not.toBe(offered?.[0]?.id);
    expect((await usersOf(film)).toSorted()).toEqual([first.id, lesson.id].toSorted());
    expect((await usersOf(sheet)).toSorted()).toEqual([offered?.[0]?.id, lesson.resources?.[0]?.id].toSorted());

    await makeEdit(mentor, REMOVE_LESSON, { courseId: made.id, lessonId: lesson.id, version: copy.version });
    expect([await usersOf(film), await usersOf(sheet)]).toEqual([[first.id], [offered?.[0]?.id]]);
    expect(await readLesson(mentor, first)).toEqual(source);
    await mentor.run(PUBLISH_COURSE, { input: { id: made.id, version: (copy.version ?? 0) + 1 } });
    expect((await readCourse(backend.anybody, made.id)).lessonTotal).toBe(2);
    expect((await readCourse(backend.anybody, course.id)).lessonTotal).toBe(3);
  });

  it('when the call is repeated, then it is answered with what it has made, and nothing more is made', async () => {
    const course = await writeCourse(mentor, { lessons: 1 });
    const variables = asking(course);
    const made = await duplicate(mentor, variables);
    expect(made).toMatchObject({ title: 'A course', mentor: { id: `usr_${mentorSub}` } });
    await idle(backend);
    const again = await writingNothing(backend, () => duplicate(mentor, variables));
    expect(again).toMatchObject({ id: made.id, slug: made.slug, copying: null });
    const other = { input: { ...variables.input, title: 'Another' } };
    expect((await mentor.refusal(DUPLICATE_COURSE, other)).errorType).toBe('Conflict');
    const taken = asking(course, { slug: course.slug });
    expect(await writingNothing(backend, () => mentor.refusal(DUPLICATE_COURSE, taken))).toMatchObject({
      errorType: 'Conflict',
      message: expect.stringContaining(course.slug) as string,
    });
    const nameless = asking(course, { title: ' ' });
    expect(await writingNothing(backend, () => mentor.refusal(DUPLICATE_COURSE, nameless))).toMatchObject({
      errorInfo: { field: 'title' },
    });
  });
});

describe('given a course of more lessons than one message takes', () => {
  it('when records come twice while it is copied, then each lesson is copied and counted once, and edits wait until all are', async () => {
    const course = await writeCourse(mentor, { lessons: 27 });
    await idle(backend);
    const twice = { service: 'sqs', operation: 'ReceiveMessage', kind: 'duplicate', count: 2 };
    await lever(backend, 'POST', 'faults', twice);
    const made = await duplicate(mentor, asking(course));
    const edit = { id: made.id, version: made.version, title: 'Too soon' };
    const added = { clientToken: randomUUID(), courseId: made.id, title: 'Too soon' };
    const early = [
      await mentor.refusal(CREATE_MODULE, { input: added }),
      await mentor.refusal(UPDATE_COURSE, { input: edit }),
      await mentor.refusal(PUBLISH_COURSE, { input: { id: made.id, version: made.version } }),
    ];
    expect(early.map(({ errorType }) => errorType)).toEqual(['Conflict', 'Conflict', 'Conflict']);
    await idle(backend);
    expect(await copyingOf(made.id)).toBeNull();
    expect(await endFaults(backend)).toEqual([2]);
    expect(await copiedAtLast(made.id)).toBe(27);
    const copy = await readCourse(mentor, made.id);
    expect(copy.lessonTotal).toBe(27);
    expect(outlineOf(copy)).toEqual(outlineOf(await readCourse(mentor, course.id)));
    const last = twin(course.lessons[26] as TestLesson, made.id);
    expect(await readLesson(mentor, last)).toMatchObject({ body: 'Body of lesson 27' });
    const edited = await makeEdit(mentor, UPDATE_COURSE, { ...edit, version: copy.version });
    expect(edited.title).toBe('Too soon');
  });
});
