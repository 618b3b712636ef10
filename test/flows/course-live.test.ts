import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matrixCallers } from '../matrix/callers.ts';
import { CALLERS, readMatrix, type Caller } from '../matrix/table.ts';
import { makeEdit, UPDATE_COURSE } from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { demoConnections } from '../support/demo-connections.ts';
import { ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import type { DemoName } from '../support/demo-tokens.ts';

let backend: TestBackend;
const courses: Record<string, TestCourse> = {};
const connect = demoConnections(() => backend);

const ON_COURSE = 'subscription ($id: ID!) { onCourseUpdated(id: $id) { id title version subtitle modules { id } } }';

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

describe('docs/authorization.md', () => {
  const rows = readMatrix().filter(({ field }) => field === 'Subscription.onCourseUpdated');
  const names: Partial<Record<Caller, DemoName>> = {
    stranger: 'student2',
    learner: 'student',
    suspended: 'student',
    'own mentor': 'mentor',
    demoted: 'mentor',
    mentor: 'mentor2',
    moderator: 'moderator',
    admin: 'admin',
  };

  it.each(rows)('says who may watch $about', async ({ about, outcomes }) => {
    const id = courses[about]?.id;
    const callers = matrixCallers(backend);
    const got: Record<string, string> = {};
    // One after the other: who is demoted meanwhile is the one who is not.
    for (const caller of CALLERS) {
      const name = names[caller];
      const restore = await callers[caller].prepare();
      got[caller] = name
        ? await (await connect(name)).start(ON_COURSE, { id }).then(
            () => 'yes',
            (error: unknown) => (error as Error).message.split(':')[0] ?? '',
          )
        : ((await callers[caller].client.ask(ON_COURSE, { id })).errors[0]?.errorType ?? 'none');
      await restore();
    }
    expect(got).toEqual(outcomes);
  });
});
