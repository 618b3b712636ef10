import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userId } from '../../model/ids.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { COMPLETE_LESSON, ENROLL, UNENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { idle } from '../support/levers.ts';
import { listed } from '../support/notifications.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { REMOVE_LEARNER, wholeRoster } from '../support/roster.ts';
import { persist, seatsOf } from '../support/seats.ts';

let backend: TestBackend;
let mentor: Client;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
});
afterAll(() => backend.stop());

const removal = ({ id }: TestCourse, { sub }: Learner, reason = 'Did not show up') => ({
  input: { courseId: id, userId: userId(sub), reason },
});

describe('given a learner in a course without a limit', () => {
  it('when ten remove them at once, each with a reason, then one reason stands, and each is answered with it', async () => {
    const course = await writeCourse(mentor, { lessons: 1 });
    const [learner] = (await makeLearners(backend, 1)) as [Learner];
    await learner.run(ENROLL, { input: { courseId: course.id } });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        mentor.run<{ removeLearner: { removal: { reason: string } } }>(
          REMOVE_LEARNER,
          removal(course, learner, `Reason ${nth}`),
        ),
      ),
    );
    expect(new Set(answers.map(({ removeLearner }) => removeLearner.removal.reason)).size).toBe(1);
  });
});

describe('given a learner in a course with one seat', () => {
  let course: TestCourse;
  let learner: Learner;
  let waiting: Learner;

  beforeAll(async () => {
    course = await writeCourse(mentor, { title: 'Bees', capacity: 1, lessons: 2 });
    [learner] = (await makeLearners(backend, 1, { email: 'lou@example.com' })) as [Learner];
    [waiting] = (await makeLearners(backend, 1)) as [Learner];
    await learner.run(ENROLL, { input: { courseId: course.id } });
    await learner.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId: course.lessons[0]?.id } });
  });

  it.each([
    ['an empty reason', { reason: '  ' }, 'Validation'],
    ['one that is too long', { reason: 'x'.repeat(1_001) }, 'Validation'],
    ['somebody who never enrolled', { userId: userId('00000000-0000-4000-8000-000000000000') }, 'NotFound'],
    ['what is nobody', { userId: 'nobody' }, 'NotFound'],
  ])('when the mentor gives %s, then nothing happens', async (_, wrong, errorType) => {
    const { input } = removal(course, learner);
    const call = () => mentor.refusal(REMOVE_LEARNER, { input: { ...input, ...wrong } });
    expect(await writingNothing(backend, call)).toMatchObject({ errorType });
  });

  it('when the mentor removes them, twice, then it is done once, and they are told once', async () => {
    const { removeLearner } = await mentor.run<{ removeLearner: object }>(REMOVE_LEARNER, removal(course, learner));
    expect(removeLearner).toMatchObject({
      learner: { id: userId(learner.sub) },
      status: 'CANCELED',
      progress: { completed: 1 },
      removal: { reason: 'Did not show up' },
    });
    const again = () => mentor.run(REMOVE_LEARNER, removal(course, learner, 'Another reason'));
    expect(await writingNothing(backend, again)).toEqual({ removeLearner });
    await idle(backend);
    const title = 'You were taken out of Bees';
    const { items } = await listed(learner, { limit: 100 });
    expect(items.filter(({ type }) => type === 'REMOVED_FROM_COURSE')).toMatchObject([{ title }]);
    const mails = backend.cloud.cloud.outbox.list({ to: 'lou@example.com', channel: 'EMAIL' });
    expect(mails.filter(({ subject }) => subject === title)).toHaveLength(1);
    expect(await wholeRoster(mentor, course)).toEqual([]);
  });

  it('then they read why, can neither go on nor enroll again, and the seat is another’s', async () => {
    const { myEnrollments } = await learner.run<{ myEnrollments: { items: object[] } }>(
      '{ myEnrollments(status: CANCELED) { items { learner { id } removal { reason } progress { completed } } } }',
    );
    expect(myEnrollments.items).toEqual([
      { learner: null, removal: { reason: 'Did not show up' }, progress: { completed: 1 } },
    ]);
    const input = { courseId: course.id, lessonId: course.lessons[1]?.id };
    expect(await learner.refusal(COMPLETE_LESSON, { input })).toMatchObject({ errorType: 'NotFound' });
    const enroll = () => learner.refusal(ENROLL, { input: { courseId: course.id } });
    expect(await writingNothing(backend, enroll)).toMatchObject({ errorType: 'Forbidden' });
    expect(await persist(waiting, ENROLL, { courseId: course.id })).toBe('done');
    expect(await seatsOf(backend, course)).toEqual({ live: 1, taken: 1 });
  });

  it('when somebody who has given up is removed, then they can’t come back either, and no seat is given back twice', async () => {
    await waiting.run(UNENROLL, { input: { courseId: course.id } });
    await mentor.run(REMOVE_LEARNER, removal(course, waiting));
    expect(await waiting.refusal(ENROLL, { input: { courseId: course.id } })).toMatchObject({ errorType: 'Forbidden' });
    expect(await seatsOf(backend, course)).toEqual({ live: 0, taken: 0 });
  });
});

describe('given a course with a few seats', () => {
  it('when people enroll, give up and are removed at once, then a seat is taken for each who learns, never more than there are', async () => {
    const learners = await makeLearners(backend, 12);
    const steps = fc.array(fc.tuple(fc.nat(11), fc.constantFrom('enroll', 'unenroll', 'remove')), {
      minLength: 15,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 6 }), async (all, capacity) => {
        const course = await writeCourse(mentor, { capacity, lessons: 1 });
        await Promise.all(
          all.map(([place, step]) => {
            const learner = learners[place] as Learner;
            if (step === 'remove') return persist(mentor, REMOVE_LEARNER, removal(course, learner).input);
            return persist(learner, step === 'enroll' ? ENROLL : UNENROLL, { courseId: course.id });
          }),
        );
        const { live, taken } = await seatsOf(backend, course);
        expect(taken).toBe(live);
        expect(live).toBeLessThanOrEqual(capacity);
        // Nobody else is left to come: seats that nobody has are free.
        const removed = await wholeRoster(mentor, course, { status: 'CANCELED' });
        const barred = new Set(removed.map((row) => row.learner?.id));
        const free = learners.filter(({ sub }) => !barred.has(userId(sub)));
        await Promise.all(free.map((learner) => persist(learner, ENROLL, { courseId: course.id })));
        const after = await seatsOf(backend, course);
        expect(after).toEqual({ live: after.taken, taken: after.live });
        expect(after.live).toBe(Math.min(capacity, free.length));
      }),
      { numRuns: 5 },
    );
  });
});
