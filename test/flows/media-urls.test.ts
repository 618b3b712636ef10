import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaUrl } from '../../generated/schema.ts';
import { resourceId } from '../../model/ids.ts';
import { ADD_RESOURCE, makeEdit, readLesson, UPDATE_LESSON } from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { ENROLL, UNENROLL, writeCourse, type TestLesson } from '../support/courses.ts';
import { makeLearners, signedIn, type Learner } from '../support/learners.ts';
import { moveClock } from '../support/levers.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { MEDIA_URL, uploadFile } from '../support/uploads.ts';

const NOTES = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
const FILM = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom\0\0\0\0isommp42'), Buffer.alloc(100)]);

let backend: TestBackend;
let learner: Learner;
let stranger: Learner;
let lesson: TestLesson;
/** Id of its resource. */
let notes: string;

beforeAll(async () => {
  backend = await startTestBackend();
  [learner, stranger] = (await makeLearners(backend, 2)) as [Learner, Learner];
  const mentor = backend.as('mentor');
  const course = await writeCourse(mentor, { lessons: 1 });
  lesson = course.lessons[0] as TestLesson;
  const media = await uploadFile(backend, mentor, FILM, { purpose: 'MEDIA', contentType: 'video/mp4' });
  const asked = { purpose: 'RESOURCE', contentType: 'application/pdf', name: 'Zoë.pdf' } as const;
  const file = await uploadFile(backend, mentor, NOTES, asked);
  const edited = { courseId: course.id, lessonId: lesson.id };
  const film = { ...edited, version: course.version, kind: 'VIDEO', mediaUploadId: media.id };
  const { version } = await makeEdit(mentor, UPDATE_LESSON, film);
  await makeEdit(mentor, ADD_RESOURCE, { ...edited, version, title: 'Notes', uploadId: file.id });
  notes = (await readLesson(mentor, lesson)).resources?.[0]?.id ?? '';
  await learner.run(ENROLL, { input: { courseId: course.id } });
});
afterAll(() => backend.stop());

const asking = (resource?: string) => ({
  courseId: lesson.courseId,
  lessonId: lesson.id,
  ...(resource ? { resourceId: resource } : {}),
});
const urlFor = async (person: Client, resource?: string) =>
  (await person.run<{ mediaUrl: MediaUrl }>(MEDIA_URL, asking(resource))).mediaUrl;
const refusal = (person: Client, variables: object = asking()) =>
  writingNothing(backend, () => person.refusal(MEDIA_URL, { ...variables }));

describe('a URL of a file', () => {
  it('leads an enrolled learner to the file, as what it was checked to be', async () => {
    const { url, expiresAt, ...facts } = await urlFor(learner);
    expect(facts).toEqual({ contentType: 'video/mp4', bytes: FILM.length, name: null });
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(15 * 60_000);
    const response = await fetch(url, { headers: { range: 'bytes=4-11' } });
    expect([response.status, await response.text()]).toEqual([206, 'ftypisom']);
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(response.headers.get('content-disposition')).toBe('inline');
  });

  it('has what a page could run saved, under its name', async () => {
    const { url, name } = await urlFor(learner, notes);
    const response = await fetch(url);
    expect([name, Buffer.from(await response.arrayBuffer()).equals(NOTES)]).toEqual(['Zoë.pdf', true]);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="Zo_.pdf"; filename*=UTF-8''Zo%C3%AB.pdf`,
    );
    expect(response.headers.get('cache-control')).toBe('private');
  });

  it('is good for nothing else once any of it is changed', async () => {
    const { url } = await urlFor(learner, notes);
    const change = (edit: (changed: URL) => void) => {
      const changed = new URL(url);
      edit(changed);
      return changed;
    };
    const changes = [
      change(({ searchParams }) => {
        searchParams.set('response-content-type', 'text/html');
      }),
      change(({ searchParams }) => {
        searchParams.set('response-content-disposition', 'inline');
      }),
      change(({ searchParams }) => {
        searchParams.set('versionId', 'null');
      }),
      change(({ searchParams }) => {
        searchParams.set('X-Amz-Expires', '604800');
      }),
      change((changed) => {
        changed.pathname += 'x';
      }),
      change((changed) => {
        changed.search = '';
      }),
    ];
    const answers = await Promise.all(changes.map(async (changed) => (await fetch(changed)).status));
    expect(answers).toEqual(changes.map(() => 403));
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
  });

  it('is never given to a stranger: to them there is no such lesson', async () => {
    const refusals = [
      await refusal(stranger),
      await refusal(backend.as('mentor2')),
      await refusal(backend.anybody),
      await refusal(stranger, { ...asking(), lessonId: `les_${'0'.repeat(52)}` }),
      await refusal(stranger, { ...asking(), lessonId: 'any' }),
      await refusal(stranger, asking(resourceId('0'.repeat(26)))),
    ];
    expect(new Set(refusals.map(({ errorType, message }) => `${errorType} ${message}`)).size).toBe(1);
    expect(refusals[0]).toMatchObject({ errorType: 'NotFound' });
  });

  it('is not given of a resource that the lesson does not have', async () => {
    for (const resource of [resourceId('0'.repeat(26)), notes.slice('res_'.length), 'res_']) {
      expect(await refusal(learner, asking(resource))).toMatchObject({ errorType: 'NotFound' });
    }
    const [plain] = (await writeCourse(backend.as('mentor'), { lessons: 1, preview: true })).lessons;
    const without = { courseId: plain?.courseId, lessonId: plain?.id };
    expect(await refusal(learner, without)).toMatchObject({ errorType: 'NotFound' });
  });

  it('is given no more once the learner has left, and again when they are back', async () => {
    const input = { courseId: lesson.courseId };
    await learner.run(UNENROLL, { input });
    expect(await refusal(learner)).toMatchObject({ errorType: 'NotFound' });
    await learner.run(ENROLL, { input });
    expect(await urlFor(learner)).toMatchObject({ contentType: 'video/mp4' });
  });

  it('ends by the clock', async () => {
    const { url } = await urlFor(learner);
    await moveClock(backend, { advance: 'PT14M' });
    expect((await fetch(url)).status).toBe(200);
    await moveClock(backend, { advance: 'PT2M' });
    expect((await fetch(url)).status).toBe(403);
    const again = await signedIn(backend, learner.sub);
    expect((await fetch((await urlFor(again)).url)).status).toBe(200);
  });
});
