import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import {
  COMPLETE_LESSON,
  CREATE_LESSON,
  CREATE_MODULE,
  ENROLL,
  PUBLISH_COURSE,
  UNENROLL,
  writeCourse,
  type TestCourse,
} from '../support/courses.ts';
import { makeLearners } from '../support/learners.ts';
import { idle } from '../support/levers.ts';

let backend: TestBackend;
let mentor: Client;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
});
afterAll(() => backend.stop());

/** Enrolls, and again as long as the answer says that a retry is worth it. */
async function enrollWithRetries(learner: Client, { id }: TestCourse): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { errors } = await learner.ask(ENROLL, { input: { courseId: id } });
    const [error] = errors;
    if (!error) return 'enrolled';
    if (error.errorType !== 'RateLimited') return `${error.errorType}`;
  }
  return 'gave up';
}

async function enrollmentsOf({ id }: TestCourse) {
  const ulid = id.slice('crs_'.length);
  return (await backend.items()).filter(({ sk }) => sk === `ENROLLMENT#${ulid}`);
}

describe('given a course without a capacity', () => {
  it('when a learner enrolls ten times at once, then there is one enrollment, and every call gets it', async () => {
    const course = await writeCourse(mentor);
    const [learner] = await makeLearners(backend, 1);
    if (!learner) throw new Error('no learner');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        learner.run<{ enroll: { enrolledAt: string } }>(ENROLL, { input: { courseId: course.id } }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.enroll.enrolledAt)).size).toBe(1);
    expect(await enrollmentsOf(course)).toHaveLength(1);
  });

  it('when devices enroll and learn at once, then no late enrollment wipes what was completed', async () => {
    const course = await writeCourse(mentor, { lessons: 8 });
    const learners = await makeLearners(backend, 5);
    for (const learner of learners) {
      await Promise.all(
        course.lessons.map(async ({ id: lessonId, courseId }) => {
          await learner.run(ENROLL, { input: { courseId } });
          await learner.run(COMPLETE_LESSON, { input: { courseId, lessonId } });
        }),
      );
      const { myEnrollments } = await learner.run<{ myEnrollments: { items: unknown[] } }>(
        '{ myEnrollments { items { status progress { completed percent } } } }',
      );
      expect(myEnrollments.items).toEqual([{ status: 'COMPLETED', progress: { completed: 8, percent: 100 } }]);
    }
  });
});

describe('given a course with three seats', () => {
  it('when 100 learners enroll at once, then three are in, and 97 are told that it is full', async () => {
    const course = await writeCourse(mentor, { capacity: 3 });
    const learners = await makeLearners(backend, 100);
    const outcomes = await Promise.all(learners.map((learner) => enrollWithRetries(learner, course)));
    expect(outcomes.filter((outcome) => outcome === 'enrolled')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === 'Conflict')).toHaveLength(97);
    expect(await enrollmentsOf(course)).toHaveLength(3);
  });

  it('when one gives up, then exactly one seat is free again', async () => {
    const course = await writeCourse(mentor, { capacity: 3 });
    const learners = await makeLearners(backend, 6);
    const [first, second, third, ...late] = learners;
    if (!first || !second || !third) throw new Error('too few learners');
    for (const learner of [first, second, third]) expect(await enrollWithRetries(learner, course)).toBe('enrolled');
    await second.run(UNENROLL, { input: { courseId: course.id } });
    await second.run(UNENROLL, { input: { courseId: course.id } });
    const outcomes = await Promise.all(late.map((learner) => enrollWithRetries(learner, course)));
    expect(outcomes.sort()).toEqual(['Conflict', 'Conflict', 'enrolled']);
  });
});

describe('given a learner who gives up', () => {
  it.each([{}, { capacity: 2 }])(
    'when they say so several times at once, then it is done once: %j',
    async (options) => {
      const course = await writeCourse(mentor, options);
      const [learner] = await makeLearners(backend, 1);
      if (!learner) throw new Error('no learner');
      expect(await enrollWithRetries(learner, course)).toBe('enrolled');
      const answers = await Promise.all(
        Array.from({ length: 6 }, () =>
          learner.ask<{ unenroll: { status: string } | null }>(UNENROLL, { input: { courseId: course.id } }),
        ),
      );
      const outcomes = answers.map(({ data, errors }) => data?.unenroll?.status ?? errors[0]?.errorType);
      // Overlapping transactions cancel each other; without a seat to give back there is none.
      const allowed = options.capacity ? ['CANCELED', 'RateLimited'] : ['CANCELED'];
      expect(outcomes).toContain('CANCELED');
      expect(outcomes.filter((outcome) => !allowed.includes(outcome ?? ''))).toEqual([]);
      expect(await learner.run(UNENROLL, { input: { courseId: course.id } })).toMatchObject({
        unenroll: { status: 'CANCELED' },
      });
      const taken = (await backend.items()).filter(({ pk }) => pk === `SEATS#${course.id.slice(4)}`);
      expect(taken.reduce((sum, item) => sum + (item as unknown as { taken: number }).taken, 0)).toBe(0);
    },
  );
});

describe('given a course with one seat', () => {
  it('when its learner enrolls ten times at once, then every call gets the one enrollment', async () => {
    const course = await writeCourse(mentor, { capacity: 1 });
    const [learner] = await makeLearners(backend, 1);
    if (!learner) throw new Error('no learner');
    const answers = await Promise.all(Array.from({ length: 10 }, () => enrollWithRetries(learner, course)));
    expect(new Set(answers)).toEqual(new Set(['enrolled']));
    expect(await enrollmentsOf(course)).toHaveLength(1);
  });

  it('when it is taken, then its learner is still told that they are enrolled', async () => {
    const course = await writeCourse(mentor, { capacity: 1 });
    const [learner, late] = await makeLearners(backend, 2);
    if (!learner || !late) throw new Error('too few learners');
    expect(await enrollWithRetries(learner, course)).toBe('enrolled');
    expect(await enrollWithRetries(late, course)).toBe('Conflict');
    expect(await enrollWithRetries(learner, course)).toBe('enrolled');
  });
});

describe('given a course with 40 seats', () => {
  it('when twice as many enroll at once, then every seat is taken and nobody sits twice', async () => {
    const course = await writeCourse(mentor, { capacity: 40 });
    const learners = await makeLearners(backend, 80);
    const outcomes = await Promise.all(learners.map((learner) => enrollWithRetries(learner, course)));
    expect(outcomes.filter((outcome) => outcome === 'enrolled')).toHaveLength(40);
    const taken = (await backend.items()).filter(({ pk }) => pk === `SEATS#${course.id.slice(4)}`);
    expect(taken.reduce((sum, item) => sum + (item as unknown as { taken: number }).taken, 0)).toBe(40);
  });
});

describe('given a learner with several devices', () => {
  it('when they report completions in any order, doubled and at once, then all ends alike', async () => {
    const course = await writeCourse(mentor, { lessons: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 }), {
          minLength: 1,
          maxLength: 4,
        }),
        async (waves) => {
          const [learner] = await makeLearners(backend, 1);
          if (!learner) throw new Error('no learner');
          await learner.run(ENROLL, { input: { courseId: course.id } });
          for (const wave of waves) {
            await Promise.all(
              wave.map((index) =>
                learner.run(COMPLETE_LESSON, {
                  input: { courseId: course.id, lessonId: course.lessons[index]?.id },
                }),
              ),
            );
          }
          const done = new Set(waves.flat());
          const next = course.lessons.find((_, index) => !done.has(index));
          const { myEnrollments } = await learner.run<{ myEnrollments: { items: unknown[] } }>(
            '{ myEnrollments { items { status progress { percent completed total nextLessonId } } } }',
          );
          expect(myEnrollments.items).toEqual([
            {
              status: done.size === 6 ? 'COMPLETED' : 'ACTIVE',
              progress: {
                percent: Math.floor((100 * done.size) / 6),
                completed: done.size,
                total: 6,
                nextLessonId: next?.id ?? null,
              },
            },
          ]);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('given an author whose connection fails', () => {
  const input = (courseId: string) => ({ clientToken: randomUUID(), courseId, title: 'Once' });

  it('when a create is repeated with its client token, then it has one effect and the same answer', async () => {
    const course = await writeCourse(mentor, { draft: true });
    const again = { input: input(course.id) };
    const first = await mentor.run(CREATE_MODULE, again);
    expect(await mentor.run(CREATE_MODULE, again)).toEqual(first);
    const lesson = {
      input: { ...input(course.id), moduleId: course.moduleId, kind: 'TEXT', body: 'Text', preview: true },
    };
    const made = await mentor.run(CREATE_LESSON, lesson);
    expect(await mentor.run(CREATE_LESSON, lesson)).toEqual(made);
    const { course: outline } = await mentor.run<{
      course: { modules: { lessons: unknown[] }[]; lessonTotal: number };
    }>('query ($id: ID) { course(id: $id) { lessonTotal modules { lessons { id } } } }', { id: course.id });
    expect(outline.modules.map(({ lessons }) => lessons.length)).toEqual([3, 0]);
    expect(outline.lessonTotal).toBe(3);
  });

  it('when the token comes with another input, then that is a Conflict and nothing is written', async () => {
    const course = await writeCourse(mentor, { draft: true });
    const once = input(course.id);
    await mentor.run(CREATE_MODULE, { input: once });
    await idle(backend);
    const before = await backend.items();
    const refusal = await mentor.refusal(CREATE_MODULE, { input: { ...once, title: 'Twice' } });
    expect(refusal).toMatchObject({
      errorType: 'Conflict',
      message: expect.stringContaining('clientToken') as unknown,
    });
    expect(await backend.items()).toEqual(before);
  });

  it('when a publication is repeated at once, then every call gets the same answer', async () => {
    const course = await writeCourse(mentor, { draft: true });
    const publish = () => mentor.run(PUBLISH_COURSE, { input: { id: course.id, version: course.version } });
    const [first, ...others] = await Promise.all(Array.from({ length: 6 }, publish));
    expect(others).toEqual(others.map(() => first));
  });

  it('when the repeated call leaves empty fields out, then it is the same call', async () => {
    const course = await writeCourse(mentor, { draft: true });
    const lesson = { ...input(course.id), moduleId: course.moduleId, kind: 'TEXT' };
    const made = await mentor.run(CREATE_LESSON, { input: lesson });
    expect(await mentor.run(CREATE_LESSON, { input: { ...lesson, body: null, durationSeconds: null } })).toEqual(made);
  });

  it('when the call has filled the outline, then its repetition is answered, and only another is refused', async () => {
    const course = await writeCourse(mentor, { draft: true, lessons: 0 });
    const title = '漢'.repeat(120);
    const call = () => ({ ...input(course.id), moduleId: course.moduleId, kind: 'TEXT', title });
    let last = call();
    let made: unknown;
    for (;;) {
      const next = call();
      const { data, errors } = await mentor.ask(CREATE_LESSON, { input: next });
      if (errors.length > 0) {
        expect(errors[0]).toMatchObject({ errorType: 'TooLarge' });
        break;
      }
      last = next;
      made = data;
    }
    expect(await mentor.run(CREATE_LESSON, { input: last })).toEqual(made);
  });

  it('when ten add lessons at once, then each lesson stands once in the outline', async () => {
    const course = await writeCourse(mentor, { draft: true, lessons: 0 });
    const add = async (place: number): Promise<void> => {
      const lesson = { ...input(course.id), moduleId: course.moduleId, kind: 'TEXT', title: `Lesson ${place}` };
      for (let attempt = 0; attempt < 100; attempt += 1) {
        const { errors } = await mentor.ask(CREATE_LESSON, { input: lesson });
        if (errors.length === 0) return;
        expect(errors[0]?.errorType).toBe('RateLimited');
      }
      throw new Error('gave up');
    };
    await Promise.all(Array.from({ length: 10 }, (_, place) => add(place)));
    const { course: outline } = await mentor.run<{
      course: { modules: { lessons: { title: string }[] }[]; lessonTotal: number };
    }>('query ($id: ID) { course(id: $id) { lessonTotal modules { lessons { title } } } }', { id: course.id });
    expect(outline.lessonTotal).toBe(10);
    expect(outline.modules[0]?.lessons.map(({ title }) => title).sort()).toEqual(
      Array.from({ length: 10 }, (_, place) => `Lesson ${place}`),
    );
  });
});
