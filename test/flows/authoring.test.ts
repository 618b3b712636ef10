import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Course } from '../../generated/schema.ts';
import {
  LESSON,
  makeEdit,
  orderOf,
  outlineOf,
  readCourse,
  REMOVE_LESSON,
  REMOVE_MODULE,
  REORDER_COURSE,
  UPDATE_COURSE,
  UPDATE_LESSON,
  UPDATE_MODULE,
} from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { CREATE_LESSON, CREATE_MODULE, ENROLL, UNENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners } from '../support/learners.ts';
import { writingNothing } from '../support/nothing-written.ts';

let backend: TestBackend;
let mentor: Client;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
});
afterAll(() => backend.stop());

async function addModule({ id: courseId }: TestCourse, title: string): Promise<string> {
  const input = { clientToken: randomUUID(), courseId, title };
  return (await mentor.run<{ createModule: { id: string } }>(CREATE_MODULE, { input })).createModule.id;
}

/** The input of an edit of this course, as it is now. */
async function now(course: TestCourse, change: object): Promise<Record<string, unknown>> {
  return { courseId: course.id, version: (await readCourse(mentor, course.id)).version, ...change };
}

describe('given a published course', () => {
  it('when its author edits it, then readers see it at once, in its page, its lessons and the catalogue', async () => {
    const course = await writeCourse(mentor, { lessons: 3 });
    const [first, second, third] = course.lessons.map(({ id }) => id);
    const moduleId = await addModule(course, 'Another module');
    const changes = { title: 'Renamed', subtitle: 'Now with a subtitle', category: 'Renewed', level: 'ADVANCED' };
    await makeEdit(mentor, UPDATE_COURSE, { id: course.id, version: course.version + 1, ...changes });
    await makeEdit(mentor, UPDATE_MODULE, await now(course, { moduleId, title: 'The end' }));
    const lesson = { title: 'Rewritten', kind: 'VIDEO', body: 'New body', preview: true, durationSeconds: null };
    await makeEdit(mentor, UPDATE_LESSON, await now(course, { lessonId: first, ...lesson }));
    await makeEdit(mentor, REMOVE_LESSON, await now(course, { lessonId: second }));
    const modules = [
      { moduleId, lessonIds: [first] },
      { moduleId: course.moduleId, lessonIds: [third] },
    ];
    const answer = await makeEdit(mentor, REORDER_COURSE, await now(course, { modules }));

    for (const reader of [backend.anybody, backend.as('student2'), mentor]) {
      const page = await readCourse(reader, course.id);
      expect(page).toMatchObject({ ...changes, slug: course.slug, lessonTotal: 2, version: course.version + 6 });
      expect(page.modules).toEqual(answer.modules);
      expect(outlineOf(page)).toEqual([
        ['The end', ['Rewritten']],
        ['A module', ['Lesson 3']],
      ]);
      expect(await reader.run(LESSON, { courseId: course.id, id: first })).toEqual({
        lesson: { id: first, moduleId, ...lesson },
      });
      expect((await reader.refusal(LESSON, { courseId: course.id, id: second })).errorType).toBe('NotFound');
    }
    const { courses } = await backend.anybody.run<{ courses: { items: unknown[] } }>(
      '{ courses(category: "renewed") { items { id title lessonTotal version } } }',
    );
    const card = { id: course.id, title: 'Renamed', lessonTotal: 2, version: course.version + 6 };
    expect(courses.items).toEqual([card]);
  });

  it('when an answer was lost and the call is made again, then it is answered the same, and nothing is written', async () => {
    const course = await writeCourse(mentor, { lessons: 2 });
    const moduleId = await addModule(course, 'Empty');
    const [lessonId, other] = course.lessons.map(({ id }) => id);
    const order = [
      { moduleId: course.moduleId, lessonIds: [other, lessonId] },
      { moduleId, lessonIds: [] },
    ];
    const edits: [string, object][] = [
      [REORDER_COURSE, await now(course, { modules: order })],
      [UPDATE_LESSON, { lessonId, title: 'Renamed', body: null }],
      [UPDATE_MODULE, { moduleId, title: 'Renamed too' }],
      [REMOVE_MODULE, { moduleId }],
      [REMOVE_LESSON, { lessonId }],
    ];
    for (const [document, change] of edits) {
      const input = await now(course, change);
      const answer = await makeEdit(mentor, document, input);
      expect(await writingNothing(backend, () => makeEdit(mentor, document, input))).toEqual(answer);
    }
    const input = { id: course.id, version: course.version + 6, subtitle: 'Once', capacity: null };
    const answer = await makeEdit(mentor, UPDATE_COURSE, input);
    expect(await writingNothing(backend, () => makeEdit(mentor, UPDATE_COURSE, input))).toEqual(answer);
  });

  it('when two editors have seen the same version, then one is told that it has changed, and its edit is not made', async () => {
    const course = await writeCourse(mentor);
    const edit = (author: Client, title: string) =>
      author.ask<{ updateCourse: Course | null }>(UPDATE_COURSE, {
        input: { id: course.id, version: course.version, title },
      });
    const answers = await Promise.all([edit(mentor, 'Mine'), edit(backend.as('admin'), 'Yours')]);
    const won = answers.flatMap(({ data }) => data?.updateCourse?.title ?? []);
    const lost = answers.flatMap(({ errors }) => errors.map(({ errorType }) => errorType));
    expect(lost).toEqual(['Conflict']);
    expect([(await readCourse(backend.anybody, course.id)).title]).toEqual(won);
  });

  it('when ten write at once, then nothing of what was answered is lost, and nothing of it is there twice', async () => {
    const course = await writeCourse(mentor, { lessons: 2 });
    const titles = Array.from({ length: 10 }, (_, place) => `Written at once ${place}`);
    const until = async (attempt: () => Promise<{ errors: readonly { errorType: string | null }[] }>) => {
      for (let round = 0; round < 100; round += 1) {
        const [error] = (await attempt()).errors;
        if (!error) return;
        expect(['RateLimited', 'Conflict']).toContain(error.errorType);
      }
      throw new Error('Never got through.');
    };
    await Promise.all(
      titles.map((title, place) => {
        const { id: courseId, moduleId } = course;
        const clientToken = randomUUID();
        if (place % 2) {
          const input = { clientToken, courseId, moduleId, title, kind: 'TEXT' };
          return until(() => mentor.ask(CREATE_LESSON, { input }));
        }
        return until(async () => {
          const read = await readCourse(mentor, courseId);
          const modules = orderOf(read).map(({ moduleId: id, lessonIds }) => ({
            moduleId: id,
            lessonIds: lessonIds.toReversed(),
          }));
          return mentor.ask(REORDER_COURSE, { input: { courseId, version: read.version, modules } });
        });
      }),
    );
    const [[, lessons] = ['', []]] = outlineOf(await readCourse(mentor, course.id));
    const expected = ['Lesson 1', 'Lesson 2', ...titles.filter((_, place) => place % 2)];
    expect(lessons.toSorted()).toEqual(expected.toSorted());
  });
});

describe('given an order that is not exactly that of the course', () => {
  it('then it is refused, and nothing is written', async () => {
    const course = await writeCourse(mentor);
    const other = await writeCourse(mentor);
    const { moduleId } = course;
    const lessonIds = course.lessons.map(({ id }) => id);
    const orders = [
      [],
      [{ moduleId, lessonIds: lessonIds.slice(1) }],
      [{ moduleId, lessonIds: [...lessonIds, lessonIds[0]] }],
      [{ moduleId, lessonIds: [lessonIds[0], lessonIds[0]] }],
      [{ moduleId, lessonIds: [...lessonIds, other.lessons[0]?.id] }],
      [
        { moduleId, lessonIds },
        { moduleId, lessonIds: [] },
      ],
      [{ moduleId: other.moduleId, lessonIds }],
    ];
    const { version } = course;
    await writingNothing(backend, async () => {
      for (const modules of orders) {
        const input = { courseId: course.id, version, modules };
        const { errorType, errorInfo } = await mentor.refusal(REORDER_COURSE, { input });
        expect({ errorType, errorInfo }).toEqual({
          errorType: 'Validation',
          errorInfo: { field: 'modules', rule: 'complete' },
        });
      }
    });
  });
});

describe('given what is not of the course, or not for its author to say', () => {
  it('then a child of another course is not there', async () => {
    const course = await writeCourse(mentor);
    const other = await writeCourse(mentor);
    const { id: courseId, version } = course;
    const lessonId = other.lessons[0]?.id;
    const calls: [string, object][] = [
      [UPDATE_LESSON, { courseId, version, lessonId, title: 'Theirs' }],
      [REMOVE_LESSON, { courseId, version, lessonId }],
      [UPDATE_MODULE, { courseId, version, moduleId: other.moduleId, title: 'Theirs' }],
      [REMOVE_MODULE, { courseId, version, moduleId: other.moduleId }],
    ];
    await writingNothing(backend, async () => {
      for (const [document, input] of calls) {
        expect((await mentor.refusal(document, { input })).errorType).toBe('NotFound');
      }
    });
  });

  it('then the schema refuses it, and nothing is resolved', async () => {
    const course = await writeCourse(mentor);
    for (const extra of [{ status: 'PUBLISHED' }, { slug: 'another' }, { mentorId: 'me' }, { pk: 'COURSE#' }]) {
      const input = { id: course.id, version: course.version, title: 'X', ...extra };
      const { data, errors } = await mentor.ask(UPDATE_COURSE, { input });
      expect(data).toBeNull();
      expect(errors).toHaveLength(1);
    }
    expect((await readCourse(mentor, course.id)).version).toBe(course.version);
  });

  it('then an edit that says nothing, or of a module that has lessons, is refused', async () => {
    const course = await writeCourse(mentor);
    const { id, version, moduleId } = course;
    await writingNothing(backend, async () => {
      expect(await mentor.refusal(UPDATE_COURSE, { input: { id, version } })).toMatchObject({
        errorType: 'Validation',
      });
      const module = { courseId: id, version, moduleId };
      expect(await mentor.refusal(REMOVE_MODULE, { input: module })).toMatchObject({ errorType: 'Conflict' });
    });
  });
});

describe('given a published course with a capacity', () => {
  const capacityOf = (course: TestCourse, capacity: number | null) =>
    now(course, { courseId: undefined, id: course.id, capacity });
  const enroll = (learner: Client, { id }: TestCourse) => learner.ask(ENROLL, { input: { courseId: id } });

  it('when it is raised and lowered, then as many get in as it says, and never fewer seats than are taken', async () => {
    const course = await writeCourse(mentor, { capacity: 2 });
    const learners = await makeLearners(backend, 8);
    const let_ = async (capacity: number) => {
      await makeEdit(mentor, UPDATE_COURSE, await capacityOf(course, capacity));
      const got = [];
      for (const learner of learners) if ((await enroll(learner, course)).errors.length === 0) got.push(learner);
      return got.length;
    };
    expect(await let_(3)).toBe(3);
    const refusal = await writingNothing(backend, async () =>
      mentor.refusal(UPDATE_COURSE, { input: await capacityOf(course, 2) }),
    );
    expect(refusal).toMatchObject({ errorType: 'Conflict' });
    expect(refusal.message).toMatch(/3 seats are taken/);
    expect(await let_(6)).toBe(6);
    await learners[0]?.run(UNENROLL, { input: { courseId: course.id } });
    await learners[1]?.run(UNENROLL, { input: { courseId: course.id } });
    expect(await let_(5)).toBe(5);
    expect((await readCourse(backend.anybody, course.id)).capacity).toBe(5);
  });

  it('when it is lowered while learners enroll, then never more are in than it says', async () => {
    for (let round = 0; round < 3; round += 1) {
      const course = await writeCourse(mentor, { capacity: 60 });
      const learners = await makeLearners(backend, 24);
      const input = await capacityOf(course, 10);
      const [lowering, ...answers] = await Promise.all([
        mentor.ask(UPDATE_COURSE, { input }),
        ...learners.map((learner) => enroll(learner, course)),
      ]);
      const got = answers.filter(({ errors }) => errors.length === 0).length;
      const { capacity } = await readCourse(mentor, course.id);
      expect(got).toBeLessThanOrEqual(capacity ?? 0);
      expect(capacity).toBe(lowering.errors.length === 0 ? 10 : 60);
      for (const learner of learners) await enroll(learner, course);
      const taken = (await backend.items()).filter(({ sk }) => sk === `ENROLLMENT#${course.id.slice(4)}`).length;
      expect(taken).toBe(Math.min(24, capacity ?? 0));
    }
  });

  it('then one that was published without a limit gets none: nobody has counted', async () => {
    const course = await writeCourse(mentor);
    const input = await capacityOf(course, 5);
    expect((await mentor.refusal(UPDATE_COURSE, { input })).errorType).toBe('Conflict');
    const draft = await writeCourse(mentor, { draft: true });
    expect(await makeEdit(mentor, UPDATE_COURSE, await capacityOf(draft, 5))).toMatchObject({ capacity: 5 });
  });
});
