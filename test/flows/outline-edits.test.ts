import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CourseItem } from '../../model/course.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';
import { courseUlidOf, userId } from '../../model/ids.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { COMPLETE_LESSON, CREATE_LESSON, ENROLL, UNENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { REMOVE_LESSON, REORDER_COURSE, UPDATE_COURSE } from '../support/authoring.ts';
import { enrollmentItem, putAll } from '../support/enrolling.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { idle } from '../support/levers.ts';
import { enrollmentEvents, refreshed, tellJob } from '../support/refreshing.ts';

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());

interface Shown {
  readonly status: string;
  readonly completedAt: string | null;
  readonly course: { readonly id: string; readonly title: string };
  readonly progress: object;
}

const DASHBOARD = `{ myEnrollments { items {
  status completedAt course { id title } progress { percent completed total nextLessonId }
} } }`;
const TOLD = '{ notifications { items { type title link { courseId } } } }';

async function shown(learner: Learner, course: TestCourse): Promise<Shown | undefined> {
  const { myEnrollments } = await learner.run<{ myEnrollments: { items: Shown[] } }>(DASHBOARD);
  return myEnrollments.items.find(({ course: { id } }) => id === course.id);
}

async function completes(learner: Learner, course: TestCourse, ...places: readonly number[]): Promise<unknown> {
  let progress: unknown;
  for (const place of places) {
    const input = { courseId: course.id, lessonId: course.lessons[place]?.id };
    progress = (await learner.run<{ completeLesson: unknown }>(COMPLETE_LESSON, { input })).completeLesson;
  }
  return progress;
}

/** What its mentor does to a course that was just written. */
function mentorOf(course: TestCourse) {
  const mentor = backend.as('mentor');
  const version = async () =>
    (
      await mentor.run<{ course: { version: number } }>('query ($id: ID!) { course(id: $id) { version } }', {
        id: course.id,
      })
    ).course.version;
  return {
    version,
    adds: async (title: string): Promise<TestCourse> => {
      const { id: courseId, moduleId } = course;
      const input = { clientToken: randomUUID(), courseId, moduleId, title, kind: 'TEXT' };
      const { createLesson } = await mentor.run<{ createLesson: { id: string } }>(CREATE_LESSON, { input });
      return { ...course, lessons: [...course.lessons, { id: createLesson.id, courseId }] };
    },
    removes: async (lessonId: string | undefined) =>
      mentor.run(REMOVE_LESSON, { input: { courseId: course.id, lessonId, version: await version() } }),
    orders: async (lessonIds: readonly string[]) =>
      mentor.run(REORDER_COURSE, {
        input: { courseId: course.id, version: await version(), modules: [{ moduleId: course.moduleId, lessonIds }] },
      }),
    renames: async (title: string) =>
      mentor.run(UPDATE_COURSE, { input: { id: course.id, version: await version(), title } }),
  };
}

async function told(learner: Learner, course: TestCourse): Promise<readonly string[]> {
  const { notifications } = await learner.run<{
    notifications: { items: { type: string; link: { courseId: string } | null }[] };
  }>(TOLD);
  return notifications.items.filter(({ link }) => link?.courseId === course.id).map(({ type }) => type);
}

describe('given a course of three lessons, with learners at each stage', () => {
  let course: TestCourse;
  let learners: readonly [Learner, Learner, Learner, Learner];
  let through: string | null;
  const goOnWith = (grown: TestCourse): void => {
    course = grown;
  };

  beforeAll(async () => {
    course = await writeCourse(backend.as('mentor'), { lessons: 3, title: 'Growing' });
    learners = (await makeLearners(backend, 4)) as unknown as typeof learners;
    for (const learner of learners) await learner.run(ENROLL, { input: { courseId: course.id } });
    const [, begun, done, left] = learners;
    await completes(begun, course, 0);
    await completes(done, course, 0, 1, 2);
    await left.run(UNENROLL, { input: { courseId: course.id } });
    through = (await shown(done, course))?.completedAt ?? null;
  });

  it('when it gains two, then all progress is of five, and nobody’s completion is taken away', async () => {
    goOnWith(await mentorOf(course).adds('Fourth'));
    goOnWith(await mentorOf(course).adds('Fifth'));
    await refreshed(backend);
    const [fresh, begun, done, left] = learners;
    const ids = course.lessons.map(({ id }) => id);
    expect(await shown(fresh, course)).toMatchObject({
      status: 'ACTIVE',
      progress: { percent: 0, completed: 0, total: 5, nextLessonId: ids[0] },
    });
    expect(await shown(begun, course)).toMatchObject({
      status: 'ACTIVE',
      progress: { percent: 20, completed: 1, total: 5, nextLessonId: ids[1] },
    });
    expect(through).not.toBeNull();
    expect(await shown(done, course)).toMatchObject({
      status: 'COMPLETED',
      completedAt: through,
      progress: { percent: 60, completed: 3, total: 5, nextLessonId: ids[3] },
    });
    expect(await shown(left, course)).toBeUndefined();
  });

  it('when that was two edits in a row, then each enrollment was written once, and the active were told once', async () => {
    const [fresh, begun, done, left] = learners;
    const written = async ({ sub }: Learner) =>
      (await enrollmentEvents(backend, userId(sub), course.id)).filter(
        ({ cause }) => cause.origin === 'refresh-enrollments',
      ).length;
    expect(await Promise.all([fresh, begun, done, left].map(written))).toEqual([1, 1, 1, 0]);
    const types = await Promise.all([fresh, begun, done, left].map((learner) => told(learner, course)));
    expect(types.map((all) => all.filter((type) => type === 'COURSE_UPDATED').length)).toEqual([1, 1, 0, 0]);
  });

  it('when it gains another on the same day, then nobody is told again', async () => {
    goOnWith(await mentorOf(course).adds('Sixth'));
    await refreshed(backend);
    const [fresh] = learners;
    expect(await shown(fresh, course)).toMatchObject({ progress: { total: 6 } });
    expect((await told(fresh, course)).filter((type) => type === 'COURSE_UPDATED')).toHaveLength(1);
    await mentorOf(course).removes(course.lessons[5]?.id);
    goOnWith({ ...course, lessons: course.lessons.slice(0, 5) });
  });

  it('when three of five are removed, then who has the rest is through, once, and 100 is the most', async () => {
    const [fresh, begun, done] = learners;
    await completes(begun, course, 3);
    // The first and the fourth are left.
    for (const place of [1, 2, 4]) await mentorOf(course).removes(course.lessons[place]?.id);
    const left = course.lessons.filter((_, place) => place === 0 || place === 3);
    await refreshed(backend);
    expect(await shown(begun, course)).toMatchObject({
      status: 'COMPLETED',
      progress: { percent: 100, completed: 2, total: 2, nextLessonId: null },
    });
    expect(await shown(done, course)).toMatchObject({
      status: 'COMPLETED',
      completedAt: through,
      progress: { percent: 50, completed: 1, total: 2, nextLessonId: left[1]?.id },
    });
    expect(await shown(fresh, course)).toMatchObject({ status: 'ACTIVE', progress: { percent: 0, total: 2 } });
    // Whoever is through by what is left reports it again, and the job comes again.
    await completes(begun, { ...course, lessons: left }, 0, 1);
    await tellJob(backend, {
      courseUlid: courseUlidOf(course.id),
      version: await mentorOf(course).version(),
      step: 0,
      bucket: 0,
    });
    for (const learner of [begun, done]) {
      const events = await enrollmentEvents(backend, userId(learner.sub), course.id);
      expect(events.filter(({ facts }) => facts.includes('course.completed'))).toHaveLength(1);
    }
    const awards = (await backend.items()).filter(
      ({ pk, sk }) => pk === `POINTS#${begun.sub}` && sk.includes('COURSE_COMPLETED'),
    );
    expect(awards).toHaveLength(1);
  });

  it('when it is ordered anew and renamed, then the dashboard says what comes next, and in which course', async () => {
    const [fresh] = learners;
    const [first, last] = course.lessons.filter((_, place) => place === 0 || place === 3).map(({ id }) => id) as [
      string,
      string,
    ];
    await mentorOf(course).orders([last, first]);
    await mentorOf(course).renames('Grown');
    await refreshed(backend);
    expect(await shown(fresh, course)).toMatchObject({ course: { title: 'Grown' }, progress: { nextLessonId: last } });
  });

  it('when a walk of before comes late, or a message that is none, then nothing goes back', async () => {
    const [fresh] = learners;
    const before = await shown(fresh, course);
    await tellJob(backend, { courseUlid: courseUlidOf(course.id), version: 1, step: 0, bucket: 0 });
    expect(await shown(fresh, course)).toEqual(before);
  });
});

describe('given a course in which more learn than a page of the job has', () => {
  it('when it gains a lesson, then it reaches all of them, and a broken walk goes on where it was', async () => {
    const course = await writeCourse(backend.as('mentor'), { lessons: 1 });
    const ulid = courseUlidOf(course.id) ?? '';
    const item = (await backend.items()).find(({ pk, sk }) => pk === `COURSE#${ulid}` && sk === 'COURSE') as CourseItem;
    const digits = 'aab';
    const subs = Array.from({ length: 240 }, (_, n) => `${digits[n % 3]}${randomUUID().slice(1)}`);
    await putAll(
      backend,
      subs.map((sub) => enrollmentItem(sub, item)),
    );
    await idle(backend);
    const enrollments = async () =>
      (await backend.items()).filter(({ sk }) => sk === `ENROLLMENT#${ulid}`) as EnrollmentItem[];
    await mentorOf(course).adds('Second');
    await refreshed(backend);
    const after = await enrollments();
    expect(after).toHaveLength(240);
    expect(new Set(after.map(({ lessonTotal }) => lessonTotal))).toEqual(new Set([2]));
    // As a walk leaves them that dies in its second partition: the message that it was at comes again.
    const behind = subs.filter((_, n) => n % 3 === 2);
    await putAll(
      backend,
      behind.map((sub) => enrollmentItem(sub, item)),
    );
    const version = await mentorOf(course).version();
    await tellJob(backend, { courseUlid: ulid, version, step: 0, bucket: 11 });
    expect(new Set((await enrollments()).map(({ lessonTotal }) => lessonTotal))).toEqual(new Set([2]));
  });
});

describe('given an edit that the job has not come to', () => {
  it('when a learner completes a lesson meanwhile, then they see the new outline at once, and the job changes nothing', async () => {
    const course = await writeCourse(backend.as('mentor'), { lessons: 2 });
    const [learner] = (await makeLearners(backend, 1)) as [Learner];
    await learner.run(ENROLL, { input: { courseId: course.id } });
    await mentorOf(course).adds('Third');
    expect(await completes(learner, course, 0)).toMatchObject({ percent: 33, completed: 1, total: 3 });
    await refreshed(backend);
    const events = await enrollmentEvents(backend, userId(learner.sub), course.id);
    expect(events.filter(({ cause }) => cause.origin === 'refresh-enrollments')).toEqual([]);
    expect(await shown(learner, course)).toMatchObject({ progress: { percent: 33, total: 3 } });
  });
});
