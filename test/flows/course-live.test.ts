import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMatrix } from '../matrix/table.ts';
import { outcomesOfWatching } from '../matrix/watching.ts';
import { makeEdit, PUBLISH_DRAFT, SCHEDULE, UPDATE_COURSE } from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { demoConnections } from '../support/demo-connections.ts';
import { CREATE_LESSON, ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import type { DemoName } from '../support/demo-tokens.ts';
import { openDraft } from '../support/drafts.ts';
import { moveClock } from '../support/levers.ts';

let backend: TestBackend;
const courses: Record<string, TestCourse> = {};
const connect = demoConnections(() => backend);

const ON_COURSE = 'subscription ($id: ID!) { onCourseUpdated(id: $id) { id title version subtitle modules { id } } }';
const ON_COURSE_LESSONS =
  'subscription ($id: ID!) { onCourseUpdated(id: $id) { id lessonTotal modules { lessons { title } } } }';

beforeAll(async () => {
  backend = await startTestBackend();
  courses['a published course'] = await writeCourse(backend.as('mentor'));
  courses['a draft'] = await writeCourse(backend.as('mentor'), { draft: true });
  await backend.as('student').run(ENROLL, { input: { courseId: courses['a published course'].id } });
});
afterAll(() => backend.stop());

describe('given somebody who has a published course open', () => {
  it('when its author edits it, then they see what the author asked for, and of no other course', async () => {
    const course = await writeCourse(backend.as('mentor'));
    const other = await writeCourse(backend.as('mentor'));
    const started = await (await connect('student2')).start(ON_COURSE, { id: course.id });
    const title = 'Seen live';
    for (const { id, version } of [other, course]) {
      await makeEdit(backend.as('mentor'), UPDATE_COURSE, { id, version, title });
    }
    expect(await started.next()).toEqual({
      onCourseUpdated: {
        id: course.id,
        title,
        version: course.version + 1,
        subtitle: null,
        modules: [{ id: course.moduleId }],
      },
    });
    const terse = 'mutation ($input: UpdateCourseInput!) { updateCourse(input: $input) { id } }';
    const input = { id: course.id, version: course.version + 1, title: 'Unseen' };
    await backend.as('mentor').run(terse, { input });
    expect(await started.next()).toEqual({
      onCourseUpdated: { id: course.id, title: null, version: null, subtitle: null, modules: null },
    });
  });
});

describe('given a course that changes without an answer that could be told', () => {
  const mentor = () => backend.as('mentor');
  const watch = async (name: DemoName, id: string) =>
    (await connect(name)).start('subscription ($id: ID!) { onCourseUpdated(id: $id) { id title status version } }', {
      id,
    });

  it('when a draft of it goes live, then learners see it at once', async () => {
    const course = await writeCourse(mentor());
    const draft = await openDraft(backend, mentor(), course);
    const { version } = await makeEdit(mentor(), UPDATE_COURSE, {
      id: draft.id,
      version: draft.version,
      title: 'Second edition',
    });
    const started = await watch('student2', course.id);
    await makeEdit(mentor(), PUBLISH_DRAFT, { id: draft.id, version });
    expect(await started.next()).toEqual({
      onCourseUpdated: {
        id: course.id,
        title: 'Second edition',
        status: 'PUBLISHED',
        version: course.version + 1,
      },
    });
  });

  it('when its moment comes, then its mentor sees that it is published', async () => {
    const { id, version, title } = { title: 'A course', ...(await writeCourse(mentor(), { draft: true })) };
    const publishAt = new Date(Date.now() + 120_000).toISOString();
    const planned = await makeEdit(mentor(), SCHEDULE, { id, version, publishAt });
    const started = await watch('mentor', id);
    await moveClock(backend, { advance: 'PT4M' });
    expect(await started.next()).toEqual({
      onCourseUpdated: { id, title, status: 'PUBLISHED', version: (planned.version ?? 0) + 1 },
    });
  });

  it('when a lesson is added, then who watches sees the outline with it', async () => {
    const course = await writeCourse(mentor());
    const started = await (await connect('student2')).start(ON_COURSE_LESSONS, { id: course.id });
    const input = {
      clientToken: 'a-lesson',
      courseId: course.id,
      moduleId: course.moduleId,
      title: 'New',
      kind: 'TEXT',
    };
    await mentor().run(CREATE_LESSON, { input });
    expect(await started.next()).toMatchObject({
      onCourseUpdated: { lessonTotal: 3, modules: [{ lessons: [{}, {}, { title: 'New' }] }] },
    });
  });
});

describe('docs/authorization.md', () => {
  const rows = readMatrix().filter(({ field }) => field === 'Subscription.onCourseUpdated');

  it.each(rows)('says who may watch $about', async ({ about, outcomes }) => {
    expect(await outcomesOfWatching(backend, connect, ON_COURSE, { id: courses[about]?.id })).toEqual(outcomes);
  });
});
