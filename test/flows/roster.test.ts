import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userId } from '../../model/ids.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { COMPLETE_LESSON, ENROLL, UNENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { ROSTER, rosterPage, wholeRoster } from '../support/roster.ts';

let backend: TestBackend;
let mentor: Client;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
});
afterAll(() => backend.stop());

const idsOf = (learners: readonly Learner[]) => learners.map(({ sub }) => userId(sub)).sort();

describe('given a course in which thirty learn', () => {
  let course: TestCourse;
  let learners: Learner[];

  beforeAll(async () => {
    course = await writeCourse(mentor, { lessons: 2 });
    learners = await makeLearners(backend, 30, { displayName: 'Lou Learner' });
    for (const learner of learners) await learner.run(ENROLL, { input: { courseId: course.id } });
    const [first] = learners as [Learner];
    await first.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId: course.lessons[0]?.id } });
  });

  it('when its mentor lists them in pages, then each is there once, with name and progress', async () => {
    const rows = await wholeRoster(mentor, course, { limit: 7 });
    expect(rows.map(({ learner }) => learner?.id ?? '').sort()).toEqual(idsOf(learners));
    expect(new Set(rows.map(({ learner }) => learner?.displayName))).toEqual(new Set(['Lou Learner']));
    const first = rows.find(({ learner }) => learner?.id === userId(learners[0]?.sub ?? ''));
    expect(first).toMatchObject({ status: 'ACTIVE', progress: { completed: 1, percent: 50 } });
  });

  it('when the page is large enough, then it is one, for an Admin too', async () => {
    const { items, nextToken } = await rosterPage(backend.as('admin'), course, { limit: 100 });
    expect([items.length, nextToken]).toEqual([30, null]);
  });

  it('when one gives up, then they are among those who have, and no longer among the others', async () => {
    const [, second] = learners as [Learner, Learner];
    await second.run(UNENROLL, { input: { courseId: course.id } });
    expect(await wholeRoster(mentor, course)).toHaveLength(29);
    const canceled = await wholeRoster(mentor, course, { status: 'CANCELED' });
    expect(canceled).toMatchObject([{ learner: { id: userId(second.sub) }, status: 'CANCELED' }]);
    expect(await wholeRoster(mentor, course, { status: 'COMPLETED' })).toEqual([]);
  });

  it('when one is renamed, then the roster shows it at once', async () => {
    const [first] = learners as [Learner];
    const RENAME = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { version } }';
    await first.run(RENAME, { input: { version: 1, displayName: 'Renamed' } });
    const rows = await wholeRoster(mentor, course);
    expect(rows.filter(({ learner }) => learner?.displayName === 'Renamed')).toHaveLength(1);
  });

  it('when the mentor brings a token of another course, then it leads to nobody of that course', async () => {
    const other = await writeCourse(mentor);
    const { nextToken } = await rosterPage(mentor, course, { limit: 1 });
    expect(await rosterPage(mentor, other, { nextToken })).toEqual({ items: [], nextToken: null });
  });

  it.each([{ nextToken: 'none' }, { limit: 0 }, { limit: 101 }])(
    'when the mentor asks for %j, then they are told what is wrong',
    async (asked) => {
      const refusal = await writingNothing(backend, () => mentor.refusal(ROSTER, { courseId: course.id, ...asked }));
      expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field: Object.keys(asked)[0] } });
    },
  );
});

describe('given a course in which nobody learns', () => {
  it('when its mentor lists the learners, then there are none', async () => {
    expect(await rosterPage(mentor, await writeCourse(mentor, { draft: true }))).toEqual({
      items: [],
      nextToken: null,
    });
  });
});
