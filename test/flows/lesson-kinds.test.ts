import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lesson, Upload } from '../../generated/schema.ts';
import { subOf, uploadUlidOf } from '../../model/ids.ts';
import type { UploadItem } from '../../model/upload.ts';
import { uploadKey } from '../../model/upload-keys.ts';
import {
  ADD_RESOURCE,
  makeEdit,
  readCourse,
  readLesson,
  REMOVE_LESSON,
  REMOVE_RESOURCE,
  UPDATE_LESSON,
  UPDATE_RESOURCE,
} from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { CREATE_LESSON, writeCourse, type TestCourse, type TestLesson } from '../support/courses.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { storedItem } from '../support/reviews.ts';
import { FILM, PNG, requestUpload, uploadFile, type UploadAsked } from '../support/uploads.ts';

const PAGE = 'https://kalpla.example/page?q=1';

let backend: TestBackend;
let mentor: Client;
let mentorSub: string;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
  mentorSub = subOf((await mentor.run<{ me: { id: string } }>('{ me { id } }')).me.id);
});
afterAll(() => backend.stop());

const film = () => uploadFile(backend, mentor, FILM, { purpose: 'MEDIA', contentType: 'video/mp4' });
const handout = (asked: UploadAsked = {}) => uploadFile(backend, mentor, PNG, { purpose: 'RESOURCE', ...asked });

/** What the upload is used by, and whether the sweep will come for it. */
async function useOf({ id }: Upload): Promise<{ by: string[]; due: boolean }> {
  const item = await storedItem<UploadItem & { usedBy: object; dueAt?: string }>(
    backend,
    uploadKey(mentorSub, uploadUlidOf(id) ?? ''),
  );
  return { by: Object.keys(item?.usedBy ?? {}), due: item?.dueAt !== undefined };
}

interface World {
  readonly course: TestCourse;
  readonly lesson: TestLesson;
}

async function given(preview = true): Promise<World> {
  const course = await writeCourse(mentor, { lessons: 1, preview });
  return { course, lesson: course.lessons[0] as TestLesson };
}

/** The input of an edit of the lesson, as its course is now. */
async function now({ course, lesson }: World, change: object): Promise<Record<string, unknown>> {
  const { version } = await readCourse(mentor, course.id);
  return { courseId: course.id, lessonId: lesson.id, version, ...change };
}

async function refusal(world: World, document: string, change: object) {
  const input = await now(world, change);
  return writingNothing(backend, () => mentor.refusal(document, { input }));
}

const creating = ({ course }: World, more: object) => ({
  clientToken: randomUUID(),
  courseId: course.id,
  moduleId: course.moduleId,
  title: 'New',
  preview: true,
  ...more,
});
const create = async (world: World, more: object) =>
  (await mentor.run<{ createLesson: Lesson }>(CREATE_LESSON, { input: creating(world, more) })).createLesson;

describe('given a preview lesson in Markdown', () => {
  it('when anybody reads it, then they get it as written, and as HTML that can do no harm', async () => {
    const world = await given();
    const body = '# Hi\n\n<script>alert(1)</script> [x](javascript:alert(1)) [y](https://a.example)';
    await makeEdit(mentor, UPDATE_LESSON, await now(world, { body }));
    const html =
      '<h1>Hi</h1>\n<p>&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1)) ' +
      '<a href="https://a.example" rel="noopener nofollow">y</a></p>\n';
    for (const reader of [backend.anybody, backend.as('student2'), mentor]) {
      expect(await readLesson(reader, world.lesson)).toMatchObject({ body, html });
    }
    await makeEdit(mentor, UPDATE_LESSON, await now(world, { body: null }));
    expect(await readLesson(backend.anybody, world.lesson)).toMatchObject({ body: null, html: null });
  });
});

describe('given a lesson that leads elsewhere', () => {
  it('when it is written, then readers are told where, and it needs an address', async () => {
    const world = await given();
    const { id } = await create(world, { kind: 'LINK', url: PAGE });
    const link = { ...world, lesson: { id, courseId: world.course.id } };
    expect(await readLesson(backend.anybody, link.lesson)).toMatchObject({ kind: 'LINK', url: PAGE });
    await makeEdit(mentor, UPDATE_LESSON, await now(link, { url: 'https://kalpla.example/other' }));
    expect(await readLesson(backend.anybody, link.lesson)).toMatchObject({ url: 'https://kalpla.example/other' });
    expect(await refusal(link, UPDATE_LESSON, { url: null })).toMatchObject({
      errorInfo: { field: 'url', rule: 'required' },
    });
    await makeEdit(mentor, UPDATE_LESSON, await now(link, { kind: 'TEXT' }));
    expect(await readLesson(backend.anybody, link.lesson)).toMatchObject({ kind: 'TEXT', url: null });
  });

  it('when the address is none, or the kind has none, then it is refused', async () => {
    const world = await given();
    const wrong: [object, string][] = [
      [{ kind: 'LINK' }, 'required'],
      [{ kind: 'TEXT', url: PAGE }, 'kind'],
      ...['javascript:alert(1)', 'http://a.example', 'https://me:word@a.example', 'https://a.example/\n'].map(
        (url): [object, string] => [{ kind: 'LINK', url }, 'format'],
      ),
      [{ kind: 'LINK', url: `https://a.example/${'x'.repeat(2_048)}` }, 'length'],
    ];
    for (const [change, rule] of wrong) {
      const made = await writingNothing(backend, () =>
        mentor.refusal(CREATE_LESSON, { input: creating(world, change) }),
      );
      expect(made).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'url', rule } });
      expect(await refusal(world, UPDATE_LESSON, change)).toMatchObject({ errorInfo: { field: 'url', rule } });
    }
  });
});

describe('given a film', () => {
  it('when lessons play it, then readers are told what it is, and it is kept until the last of them has let it go', async () => {
    const world = await given();
    const upload = await film();
    const input = creating(world, { kind: 'VIDEO', mediaUploadId: upload.id });
    const make = async () => (await mentor.run<{ createLesson: Lesson }>(CREATE_LESSON, { input })).createLesson;
    const { id } = await make();
    expect((await writingNothing(backend, make)).id).toBe(id);
    const media = { contentType: 'video/mp4', bytes: FILM.length, name: null };
    expect(await readLesson(backend.anybody, { courseId: world.course.id, id })).toMatchObject({ media });
    const edit = await now(world, { kind: 'VIDEO', mediaUploadId: upload.id });
    const answer = await makeEdit(mentor, UPDATE_LESSON, edit);
    expect(await writingNothing(backend, () => makeEdit(mentor, UPDATE_LESSON, edit))).toEqual(answer);
    expect(await readLesson(backend.anybody, world.lesson)).toMatchObject({ kind: 'VIDEO', media });
    expect((await useOf(upload)).by.toSorted()).toEqual([id, world.lesson.id].toSorted());
    expect(await useOf(upload)).toMatchObject({ due: false });

    await makeEdit(mentor, UPDATE_LESSON, await now(world, { kind: 'TEXT' }));
    expect(await readLesson(backend.anybody, world.lesson)).toMatchObject({ media: null });
    expect(await useOf(upload)).toMatchObject({ by: [id] });
    await makeEdit(mentor, REMOVE_LESSON, { ...(await now(world, {})), lessonId: id });
    expect(await useOf(upload)).toEqual({ by: [], due: true });
  });

  it('when another takes its place, then the one is let go as the other is claimed', async () => {
    const world = await given();
    const [one, other] = [await film(), await film()];
    await makeEdit(mentor, UPDATE_LESSON, await now(world, { kind: 'VIDEO', mediaUploadId: one.id }));
    await makeEdit(mentor, UPDATE_LESSON, await now(world, { mediaUploadId: other.id }));
    expect([await useOf(one), await useOf(other)]).toEqual([
      { by: [], due: true },
      { by: [world.lesson.id], due: false },
    ]);
    await makeEdit(mentor, UPDATE_LESSON, await now(world, { title: 'Renamed' }));
    expect(await readLesson(backend.anybody, world.lesson)).toMatchObject({ media: { bytes: FILM.length } });
    await makeEdit(mentor, UPDATE_LESSON, await now(world, { mediaUploadId: null }));
    expect(await useOf(other)).toEqual({ by: [], due: true });
  });

  it('when the file is not there, not checked, not theirs, or no such kind plays it, then it is refused', async () => {
    const world = await given();
    const upload = await film();
    const pending = await requestUpload(mentor, { purpose: 'MEDIA', contentType: 'video/mp4' });
    const admins = await uploadFile(backend, backend.as('admin'), FILM, { purpose: 'MEDIA', contentType: 'video/mp4' });
    const wrong: [string, string, object][] = [
      ['VIDEO', 'upl_none', { errorType: 'NotFound' }],
      ['VIDEO', admins.id, { errorType: 'NotFound' }],
      ['VIDEO', pending.id, { errorInfo: { field: 'mediaUploadId', rule: 'ready' } }],
      ['AUDIO', upload.id, { errorInfo: { field: 'mediaUploadId', rule: 'contentType' } }],
      ['DOWNLOAD', upload.id, { errorInfo: { field: 'mediaUploadId', rule: 'purpose' } }],
      ['TEXT', upload.id, { errorInfo: { field: 'mediaUploadId', rule: 'kind' } }],
    ];
    for (const [kind, mediaUploadId, expected] of wrong) {
      const input = creating(world, { kind, mediaUploadId });
      expect(await writingNothing(backend, () => mentor.refusal(CREATE_LESSON, { input }))).toMatchObject(expected);
      expect(await refusal(world, UPDATE_LESSON, { kind, mediaUploadId })).toMatchObject(expected);
    }
    expect(await useOf(upload)).toEqual({ by: [], due: true });
  });
});

describe('given what a lesson offers besides', () => {
  it('when it is added, changed and removed, then readers see it at once, in its order, and files are kept as long', async () => {
    const world = await given();
    const [first, second] = [await handout({ name: 'one.png' }), await handout()];
    const resources = async () => (await readLesson(backend.anybody, world.lesson)).resources ?? [];
    const add = await now(world, { title: ' One ', uploadId: first.id });
    const answer = await makeEdit(mentor, ADD_RESOURCE, add);
    expect(await writingNothing(backend, () => makeEdit(mentor, ADD_RESOURCE, add))).toEqual(answer);
    await makeEdit(mentor, ADD_RESOURCE, await now(world, { title: 'Two', url: PAGE }));
    const [one, two] = await resources();
    const png = { contentType: 'image/png', bytes: PNG.length };
    expect([one, two]).toEqual([
      { id: one?.id, title: 'One', ...png, name: 'one.png', url: null },
      { id: two?.id, title: 'Two', contentType: null, bytes: null, name: null, url: PAGE },
    ]);
    expect(await useOf(first)).toEqual({ by: [one?.id], due: false });

    const change = await now(world, { resourceId: one?.id, uploadId: second.id });
    const changed = await makeEdit(mentor, UPDATE_RESOURCE, change);
    expect(await writingNothing(backend, () => makeEdit(mentor, UPDATE_RESOURCE, change))).toEqual(changed);
    await makeEdit(mentor, UPDATE_RESOURCE, await now(world, { resourceId: two?.id, title: 'Second' }));
    expect((await resources()).map(({ id, title, name, url }) => [id, title, name, url])).toEqual([
      [one?.id, 'One', null, null],
      [two?.id, 'Second', null, PAGE],
    ]);
    expect([await useOf(first), await useOf(second)]).toEqual([
      { by: [], due: true },
      { by: [one?.id], due: false },
    ]);

    const remove = await now(world, { resourceId: two?.id });
    const removed = await makeEdit(mentor, REMOVE_RESOURCE, remove);
    expect(await writingNothing(backend, () => makeEdit(mentor, REMOVE_RESOURCE, remove))).toEqual(removed);
    expect((await resources()).map(({ id }) => id)).toEqual([one?.id]);
    await makeEdit(mentor, REMOVE_LESSON, await now(world, {}));
    expect(await useOf(second)).toEqual({ by: [], due: true });
  });

  it('when the course has changed meanwhile, or the input is none, then it is refused', async () => {
    const world = await given();
    const upload = await handout();
    await makeEdit(mentor, ADD_RESOURCE, await now(world, { title: 'One', uploadId: upload.id }));
    const resourceId = (await readLesson(mentor, world.lesson)).resources?.[0]?.id;
    const picture = await uploadFile(backend, mentor, PNG);
    const wrong: [string, object, object][] = [
      [ADD_RESOURCE, { title: 'Old', url: PAGE, version: world.course.version }, { errorType: 'Conflict' }],
      [ADD_RESOURCE, { title: 'Neither' }, { errorInfo: { field: 'uploadId', rule: 'exactlyOne' } }],
      [ADD_RESOURCE, { title: 'Both', url: PAGE, uploadId: upload.id }, { errorInfo: { rule: 'exactlyOne' } }],
      [ADD_RESOURCE, { title: '', url: PAGE }, { errorInfo: { field: 'title' } }],
      [ADD_RESOURCE, { title: 'Script', url: 'javascript:alert(1)' }, { errorInfo: { field: 'url' } }],
      [ADD_RESOURCE, { title: 'Twice', uploadId: upload.id }, { errorInfo: { field: 'uploadId', rule: 'unique' } }],
      [ADD_RESOURCE, { title: 'Picture', uploadId: picture.id }, { errorInfo: { rule: 'purpose' } }],
      [UPDATE_LESSON, { kind: 'DOWNLOAD', mediaUploadId: upload.id }, { errorInfo: { rule: 'unique' } }],
      [UPDATE_RESOURCE, { resourceId }, { errorInfo: { rule: 'atLeastOne' } }],
      [UPDATE_RESOURCE, { resourceId: `res_${'0'.repeat(26)}`, title: 'None' }, { errorType: 'NotFound' }],
      [REMOVE_RESOURCE, { resourceId: 'res_' }, { errorType: 'NotFound' }],
    ];
    for (const [document, change, expected] of wrong) {
      expect(await refusal(world, document, change)).toMatchObject(expected);
    }
  });

  it('when it is ten, then there is no eleventh', async () => {
    const world = await given(false);
    let { version } = world.course;
    const add = (place: number) => ({
      courseId: world.course.id,
      lessonId: world.lesson.id,
      version,
      title: `${place}`,
      url: PAGE,
    });
    for (let place = 1; place <= 10; place += 1)
      version = (await makeEdit(mentor, ADD_RESOURCE, add(place))).version ?? 0;
    const { resources } = await readLesson(mentor, world.lesson);
    expect(resources?.map(({ title }) => title)).toEqual(Array.from({ length: 10 }, (_, place) => `${place + 1}`));
    expect((await mentor.refusal(ADD_RESOURCE, { input: add(11) })).errorType).toBe('TooLarge');
  });
});
