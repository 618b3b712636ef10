import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Course, Lesson, Upload } from '../../generated/schema.ts';
import { courseUlidOf, subOf } from '../../model/ids.ts';
import { courseKey, lessonKey } from '../../model/keys.ts';
import type { LessonItem } from '../../model/lesson.ts';
import {
  ADD_RESOURCE,
  DISCARD_DRAFT,
  HISTORY,
  LESSON,
  makeEdit,
  MY_COURSES,
  OPEN_DRAFT,
  outlineOf,
  PUBLISH_DRAFT,
  readCourse,
  readLesson,
  REMOVE_LESSON,
  SUBMIT_COURSE,
  UPDATE_COURSE,
  UPDATE_LESSON,
} from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import {
  COMPLETE_LESSON,
  CREATE_LESSON,
  DUPLICATE_COURSE,
  ENROLL,
  PUBLISH_COURSE,
  writeCourse,
  type TestCourse,
  type TestLesson,
} from '../support/courses.ts';
import { openDraft, twin } from '../support/drafts.ts';
import { idle, moveClock } from '../support/levers.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { refreshed } from '../support/refreshing.ts';
import { storedItem } from '../support/reviews.ts';
import { FILM, PNG, uploadFile, usersOf as usersOfUpload } from '../support/uploads.ts';

const PROGRESS = '{ myEnrollments { items { course { id title } status progress { completed total nextLessonId } } } }';

let backend: TestBackend;
let mentor: Client;
let mentorSub: string;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
  mentorSub = subOf((await mentor.run<{ me: { id: string } }>('{ me { id } }')).me.id);
});
afterAll(() => backend.stop());

const usersOf = (upload: Upload) => usersOfUpload(backend, mentorSub, upload);

const film = () => uploadFile(backend, mentor, FILM, { purpose: 'MEDIA', contentType: 'video/mp4' });
const sheet = () => uploadFile(backend, mentor, PNG, { purpose: 'RESOURCE' });
const lessonAt = ({ lessons }: TestCourse, place: number) => lessons[place] as TestLesson;

/** Edits a course as it stands now. */
async function edit(course: Pick<TestCourse, 'id'>, document: string, more: object): Promise<Course> {
  const { version } = await readCourse(mentor, course.id);
  const named = document === UPDATE_COURSE ? { id: course.id } : { courseId: course.id };
  return makeEdit(mentor, document, { ...named, version, ...more });
}

async function at({ id }: Pick<TestCourse, 'id'>) {
  return { input: { id, version: (await readCourse(mentor, id)).version } };
}

/** Whatever is kept under the ULID of a draft. */
async function leftOf({ id }: TestCourse): Promise<string[]> {
  const ulid = courseUlidOf(id) ?? '';
  return (await backend.items()).map(({ pk, sk }) => `${pk} ${sk}`).filter((key) => key.includes(ulid));
}

describe('given a published course with a learner', () => {
  it('when a draft of it goes live, then readers see all of it at once, and what was learned stays', async () => {
    const course = await writeCourse(mentor, { title: 'Before', lessons: 4, preview: true });
    const student = backend.as('student');
    const [first, second, third] = [lessonAt(course, 0), lessonAt(course, 1), lessonAt(course, 2)];
    const [oldFilm, newFilm, oldSheet, newSheet] = [await film(), await film(), await sheet(), await sheet()];
    await edit(course, UPDATE_LESSON, { lessonId: first.id, kind: 'VIDEO', mediaUploadId: oldFilm.id });
    await edit(course, ADD_RESOURCE, { lessonId: first.id, title: 'Old', uploadId: oldSheet.id });
    await edit(course, ADD_RESOURCE, { lessonId: third.id, title: 'Kept', uploadId: newSheet.id });
    await student.run(ENROLL, { input: { courseId: course.id } });
    for (const { id } of [first, second]) {
      await student.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId: id } });
    }
    const before = { course: await readCourse(student, course.id), lesson: await readLesson(student, first) };
    const kept = await readLesson(student, third);

    const draft = await openDraft(backend, mentor, course);
    expect(outlineOf(await readCourse(mentor, draft.id))).toEqual(outlineOf(before.course));
    await edit(draft, UPDATE_COURSE, { title: 'After', subtitle: 'Rewritten' });
    const inDraft = twin(first, draft.id);
    await edit(draft, UPDATE_LESSON, { lessonId: inDraft.id, body: 'New words', mediaUploadId: newFilm.id });
    await edit(draft, REMOVE_LESSON, { lessonId: twin(second, draft.id).id });
    const created = { clientToken: randomUUID(), courseId: draft.id, moduleId: draft.moduleId, title: 'Added' };
    const { createLesson } = await mentor.run<{ createLesson: Lesson }>(CREATE_LESSON, {
      input: { ...created, kind: 'TEXT', body: 'Added body' },
    });
    expect(await readLesson(mentor, inDraft)).toMatchObject({ body: 'New words', kind: 'VIDEO' });
    expect({ course: await readCourse(student, course.id), lesson: await readLesson(student, first) }).toEqual(before);
    for (const person of [backend.anybody, student, backend.as('mentor2')]) {
      const asked = await person.ask('query ($id: ID!) { course(id: $id) { id } }', { id: draft.id });
      expect(asked.errors[0]?.errorType).toBe('NotFound');
    }

    const release = await at(draft);
    const going = await makeEdit(mentor, PUBLISH_DRAFT, release.input);
    expect(going.draft).toEqual({ courseId: course.id, state: 'GOING_LIVE' });
    await idle(backend);
    const after = await readCourse(student, course.id);
    expect(after).toMatchObject({ title: 'After', subtitle: 'Rewritten', status: 'PUBLISHED', lessonTotal: 4 });
    expect(outlineOf(after)[0]?.[1]).toEqual(['Lesson 1', 'Lesson 3', 'Lesson 4', 'Added']);
    const added = twin({ courseId: draft.id, id: createLesson.id }, course.id);
    const seen = async () => [await readLesson(student, first), await readLesson(student, added)];
    const expected = [{ id: first.id, body: 'New words', resources: [{ title: 'Old' }] }, { body: 'Added body' }];
    expect(await seen()).toMatchObject(expected);
    const soon = await mentor.refusal(UPDATE_COURSE, { input: { ...(await at(course)).input, title: 'Too soon' } });
    expect(soon.errorType).toBe('Conflict');

    await moveClock(backend, { advance: 'PT6S' });
    expect(await seen()).toMatchObject(expected);
    expect(await readLesson(student, third)).toEqual(kept);
    const gone = await student.refusal(LESSON, { courseId: course.id, id: second.id });
    expect(gone.errorType).toBe('NotFound');
    expect(await leftOf(draft)).toEqual([]);
    const offered = (await readLesson(student, first)).resources?.[0]?.id;
    expect([await usersOf(oldFilm), await usersOf(newFilm), await usersOf(oldSheet), await usersOf(newSheet)]).toEqual([
      [],
      [first.id],
      [offered],
      [kept.resources?.[0]?.id],
    ]);
    await refreshed(backend);
    const { myEnrollments } = await student.run<{ myEnrollments: { items: { course: { id: string } }[] } }>(PROGRESS);
    expect(myEnrollments.items.find((each) => each.course.id === course.id)).toMatchObject({
      course: { title: 'After' },
      progress: { completed: 1, total: 4, nextLessonId: third.id },
    });
    const { courseHistory } = await mentor.run<{ courseHistory: { items: { action: string }[] } }>(HISTORY, {
      courseId: course.id,
    });
    expect(courseHistory.items.map(({ action }) => action)).toEqual(['REVISED', 'PUBLISHED']);
    expect(await edit(course, UPDATE_LESSON, { lessonId: first.id, body: 'Edited again' })).toMatchObject({
      title: 'After',
    });
    expect(await readLesson(student, first)).toMatchObject({ body: 'Edited again' });
  });

  it('when a draft is open, then it is the only one, in no list, and not what a course of its own is', async () => {
    const course = await writeCourse(mentor);
    const draft = await openDraft(backend, mentor, course);
    const input = { courseId: course.id };
    expect((await writingNothing(backend, () => makeEdit(mentor, OPEN_DRAFT, input))).id).toBe(draft.id);
    const { myCourses } = await mentor.run<{ myCourses: { items: { id: string }[] } }>(MY_COURSES);
    expect(myCourses.items.map(({ id }) => id)).not.toContain(draft.id);
    const unpublished = await writeCourse(mentor, { draft: true });
    const wrong: [string, object][] = [
      [PUBLISH_COURSE, await at(draft)],
      [SUBMIT_COURSE, await at(draft)],
      [UPDATE_COURSE, { input: { ...(await at(draft)).input, capacity: 5 } }],
      [OPEN_DRAFT, { input: { courseId: draft.id } }],
      [OPEN_DRAFT, { input: { courseId: unpublished.id } }],
      [DUPLICATE_COURSE, { input: { clientToken: randomUUID(), courseId: draft.id } }],
      [PUBLISH_DRAFT, await at(course)],
      [DISCARD_DRAFT, await at(course)],
      [PUBLISH_DRAFT, { input: { id: draft.id, version: 1 } }],
    ];
    for (const [document, variables] of wrong) {
      const refused = await writingNothing(backend, () => mentor.refusal(document, { ...variables }));
      expect(refused.errorType, document).toBe('Conflict');
    }
  });

  it('when the course has changed since, then the draft does not go live, and makes room for another', async () => {
    const course = await writeCourse(mentor, { preview: true });
    const draft = await openDraft(backend, mentor, course);
    await edit(course, UPDATE_COURSE, { title: 'Changed meanwhile' });
    const variables = await at(draft);
    const refused = await writingNothing(backend, () => mentor.refusal(PUBLISH_DRAFT, variables));
    expect(refused).toMatchObject({
      errorType: 'Conflict',
      message: expect.stringContaining('discardDraft') as string,
    });
    await makeEdit(mentor, DISCARD_DRAFT, variables.input);
    expect((await mentor.refusal(DISCARD_DRAFT, variables)).errorType).toBe('NotFound');
    const another = await openDraft(backend, mentor, course);
    expect(another.id).not.toBe(draft.id);
    expect(await leftOf(draft)).toEqual([]);
    expect(await readCourse(mentor, another.id)).toMatchObject({ title: 'Changed meanwhile' });
  });

  it('when it changes as the draft is about to go live, then readers never see anything of the draft', async () => {
    const course = await writeCourse(mentor, { preview: true });
    const draft = await openDraft(backend, mentor, course);
    const upload = await film();
    const lesson = lessonAt(course, 0);
    const more = { kind: 'VIDEO', mediaUploadId: upload.id, body: 'Never seen' };
    await edit(draft, UPDATE_LESSON, { lessonId: twin(lesson, draft.id).id, ...more });
    await edit(course, UPDATE_COURSE, { title: 'Faster' });
    const { table, tableName: TableName } = backend.operator;
    await table.send(
      new UpdateCommand({
        TableName,
        Key: courseKey(courseUlidOf(draft.id) ?? ''),
        UpdateExpression: 'SET draft.#state = :going',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':going': 'GOING_LIVE' },
      }),
    );
    await idle(backend);
    expect((await readCourse(mentor, draft.id)).draft).toMatchObject({ state: 'OUTDATED' });
    expect(await readLesson(backend.anybody, lesson)).toMatchObject({ body: 'Body of lesson 1', kind: 'TEXT' });
    const late = { input: { ...(await at(draft)).input, title: 'In vain' } };
    expect((await mentor.refusal(UPDATE_COURSE, late)).message).toContain('discardDraft');
    await makeEdit(mentor, DISCARD_DRAFT, (await at(draft)).input);
    await idle(backend);
    expect(await leftOf(draft)).toEqual([]);
    expect(await usersOf(upload)).toEqual([]);
    const key = lessonKey(courseUlidOf(course.id) ?? '', lesson.id.slice(-26));
    const stored = await storedItem<LessonItem>(backend, key);
    expect(stored).toMatchObject({ body: 'Body of lesson 1' });
    expect(stored?.next).toBeUndefined();
  });
});
