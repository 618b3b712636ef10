import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Course } from '../../generated/schema.ts';
import { ADD_RESOURCE, makeEdit, orderOf, readCourse, readLesson, REORDER_COURSE } from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { writeCourse, type TestCourse } from '../support/courses.ts';
import { writingNothing } from '../support/nothing-written.ts';

let backend: TestBackend;
let mentor: Client;
let course: TestCourse;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
  course = await writeCourse(mentor, { lessons: 12, preview: true });
  for (const lesson of course.lessons.slice(0, 2)) {
    for (const title of ['One', 'Two', 'Three']) {
      const { version } = await readCourse(mentor, course.id);
      const url = 'https://kalpla.example/page';
      await makeEdit(mentor, ADD_RESOURCE, { courseId: course.id, lessonId: lesson.id, version, title, url });
    }
  }
});
afterAll(() => backend.stop());

const offered = async (place: number) => (await readLesson(backend.anybody, course.lessons[place]!)).resources ?? [];
const titles = async (place: number) => (await offered(place)).map(({ title }) => title);

/** The order of the lessons that its course has now, with another of what these lessons offer. */
async function ordering(orders: readonly object[]): Promise<Record<string, unknown>> {
  const now: Course = await readCourse(mentor, course.id);
  return { courseId: course.id, version: now.version, modules: orderOf(now), resources: orders };
}

describe('given two lessons that offer three things each', () => {
  it('when one mutation turns them and the lessons around, then readers see it at once, in the copies too', async () => {
    const turned = await Promise.all(
      [0, 1].map(async (place) => ({
        lessonId: course.lessons[place]!.id,
        resourceIds: (await offered(place)).map(({ id }) => id).toReversed(),
      })),
    );
    const input = await ordering(turned);
    const modules = input['modules'] as { moduleId: string; lessonIds: string[] }[];
    const lessonIds = modules[0]!.lessonIds.toReversed();
    const asked = { ...input, modules: [{ ...modules[0], lessonIds }] };
    const answer = await makeEdit(mentor, REORDER_COURSE, asked);
    expect(answer.modules?.[0]?.lessons.map(({ id }) => id)).toEqual(lessonIds);
    // Each caller reads a copy of their own.
    for (let reader = 0; reader < 8; reader += 1) {
      expect([await titles(0), await titles(1)]).toEqual([
        ['Three', 'Two', 'One'],
        ['Three', 'Two', 'One'],
      ]);
    }
    expect(await writingNothing(backend, () => makeEdit(mentor, REORDER_COURSE, asked))).toEqual(answer);
  });

  it('when the order leaves out, doubles or makes up something, then it is refused, and nothing is written', async () => {
    const lessonId = course.lessons[0]!.id;
    const ids = (await offered(0)).map(({ id }) => id);
    const foreign = (await offered(1)).map(({ id }) => id);
    const none = course.lessons[0]!.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const wrong: [readonly object[], string][] = [
      [[{ lessonId, resourceIds: ids.slice(1) }], 'complete'],
      [[{ lessonId, resourceIds: [ids[0], ids[0], ids[1]] }], 'complete'],
      [[{ lessonId, resourceIds: foreign }], 'complete'],
      [[{ lessonId, resourceIds: [] }], 'complete'],
      [[{ lessonId: none, resourceIds: [] }], 'complete'],
      [[{ lessonId: 'les_none', resourceIds: [] }], 'complete'],
      [Array(2).fill({ lessonId, resourceIds: ids }), 'complete'],
      [course.lessons.slice(0, 11).map(({ id }) => ({ lessonId: id, resourceIds: [] })), 'max'],
    ];
    for (const [orders, rule] of wrong) {
      const input = await ordering(orders);
      const refusal = await writingNothing(backend, () => mentor.refusal(REORDER_COURSE, { input }));
      expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'resources', rule } });
    }
  });

  it('when ten lessons are given at once, then they fit into the transaction', async () => {
    const orders = await Promise.all(
      course.lessons.slice(0, 10).map(async ({ id }, place) => ({
        lessonId: id,
        resourceIds: (await offered(place)).map((resource) => resource.id).toReversed(),
      })),
    );
    await makeEdit(mentor, REORDER_COURSE, await ordering(orders));
    expect([await titles(0), await titles(1), await titles(2)]).toEqual([
      ['One', 'Two', 'Three'],
      ['One', 'Two', 'Three'],
      [],
    ]);
  });
});
