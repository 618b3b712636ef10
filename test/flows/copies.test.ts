import { randomUUID } from 'node:crypto';
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyDigits } from '../../model/copy-keys.ts';
import { copiedCourse, courseCopyKeys, lessonCopyKeys, type CourseCopyItem } from '../../model/course-copy.ts';
import type { CourseItem } from '../../model/course.ts';
import { courseKey, type Key } from '../../model/keys.ts';
import { REMOVE_LESSON, UPDATE_COURSE, UPDATE_LESSON } from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import {
  COMPLETE_LESSON,
  CREATE_LESSON,
  CREATE_MODULE,
  ENROLL,
  PUBLISH_COURSE,
  writeCourse,
  type TestCourse,
} from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { idle, lever } from '../support/levers.ts';

const PAGE = 'id version enrolledCount modules { id lessons { id title } }';
const BY_ID = `query ($id: ID!) { course(id: $id) { ${PAGE} } }`;
const BY_SLUG = `query ($slug: String!) { course(slug: $slug) { ${PAGE} } }`;
const LESSON = 'query ($courseId: ID!, $id: ID!) { lesson(courseId: $courseId, id: $id) { id title body } }';

type Page = {
  readonly course: { readonly version: number; readonly enrolledCount: number; readonly modules: object[] };
};

let backend: TestBackend;
let mentor: Client;
/** One for each digit, so that every copy has a reader. */
let readers: Learner[];

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
  readers = (await Promise.all(copyDigits().map((digit) => makeLearners(backend, 1, { digit })))).flat();
});
afterAll(() => backend.stop());

function addModule(course: TestCourse, title = 'One module more') {
  return { document: CREATE_MODULE, input: { clientToken: randomUUID(), courseId: course.id, title } };
}

function addLesson(course: TestCourse, title = 'One lesson more') {
  const { id: courseId, moduleId } = course;
  const input = { clientToken: randomUUID(), courseId, moduleId, title, kind: 'TEXT', body: `Body of ${title}` };
  return { document: CREATE_LESSON, input };
}

/** Course pages as every reader sees them, by id and by slug. */
function pagesOf({ id, slug }: TestCourse): Promise<Page[]> {
  return Promise.all(
    [...readers, backend.anybody].flatMap((reader) => [
      reader.run<Page>(BY_ID, { id }),
      reader.run<Page>(BY_SLUG, { slug }),
    ]),
  );
}

async function itemsBy(): Promise<(key: Key) => Record<string, unknown> | undefined> {
  const items = new Map((await backend.items()).map((item) => [`${item.pk} ${item.sk}`, item]));
  return ({ pk, sk }) => items.get(`${pk} ${sk}`);
}

/** Asserts that each copy of the course and its lessons says what they say. @returns how many copies there are */
async function expectEqualCopies({ id }: TestCourse): Promise<number> {
  const find = await itemsBy();
  const own = courseKey(id.slice('crs_'.length));
  const course = find(own) as CourseItem;
  const copies = courseCopyKeys(course).flatMap((key) => find(key) ?? []);
  for (const copy of copies) {
    expect({ ...copiedCourse(copy as CourseCopyItem), ...own }).toEqual(course);
  }
  for (const lesson of course.modules.flatMap(({ lessons }) => lessons)) {
    const { entity: _, ...owner } = find({ pk: own.pk, sk: `LESSON#${lesson.ulid}` }) ?? {};
    for (const key of lessonCopyKeys({ courseUlid: course.ulid, ulid: lesson.ulid })) {
      expect(find(key)).toEqual({ ...owner, ...key, entity: 'LessonCopy' });
    }
  }
  return copies.length;
}

describe('given a published course', () => {
  it('when its author adds a module and a lesson, then readers of every copy see them at once', async () => {
    const course = await writeCourse(mentor);
    for (const { document, input } of [addModule(course), addLesson(course)]) await mentor.run(document, { input });
    const pages = await pagesOf(course);
    const titles = [{ title: 'Lesson 1' }, { title: 'Lesson 2' }, { title: 'One lesson more' }];
    for (const page of pages) expect(page.course.modules).toMatchObject([{ lessons: titles }, { lessons: [] }]);
    expect(new Set(pages.map((page) => page.course.version))).toEqual(new Set([course.version + 2]));
  });

  it('then learners of every copy enroll, open the newest lesson and complete it', async () => {
    const course = await writeCourse(mentor);
    const { document, input } = addLesson(course);
    const { createLesson } = await mentor.run<{ createLesson: { id: string } }>(document, { input });
    const place = { courseId: course.id, lessonId: createLesson.id };
    await Promise.all(
      readers.map(async (reader) => {
        await reader.run(ENROLL, { input: { courseId: course.id } });
        const { lesson } = await reader.run<{ lesson: object }>(LESSON, { courseId: course.id, id: createLesson.id });
        expect(lesson).toMatchObject({ title: 'One lesson more', body: 'Body of One lesson more' });
        const done = await reader.run<{ completeLesson: object }>(COMPLETE_LESSON, { input: place });
        expect(done.completeLesson).toMatchObject({ completed: 1, total: 3 });
      }),
    );
    await idle(backend);
    const counts = (await pagesOf(course)).map((page) => page.course.enrolledCount);
    expect(new Set(counts)).toEqual(new Set([readers.length]));
  });

  it('then one change of it is one event, however many copies are written', async () => {
    const course = await writeCourse(mentor);
    await idle(backend);
    const before = (await lever(backend, 'GET', 'events')) as unknown[];
    const { document, input } = addModule(course);
    await mentor.run(document, { input });
    await idle(backend);
    expect((await lever(backend, 'GET', 'events')) as unknown[]).toHaveLength(before.length + 1);
  });
});

describe('copies say what their course says', () => {
  it('whatever authors write at once, before, while and after it is published', async () => {
    const step = fc.constantFrom('module', 'lesson', 'publish', 'course', 'edit', 'remove');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), fc.boolean(), async (steps, isDraft) => {
        const course = await writeCourse(mentor, { lessons: 1, draft: isDraft });
        const write = (kind: string): Promise<unknown> => {
          if (kind === 'publish')
            return mentor.ask(PUBLISH_COURSE, { input: { id: course.id, version: course.version } });
          const place = { courseId: course.id, lessonId: course.lessons[0]?.id, version: course.version };
          const about = { id: course.id, version: course.version, title: 'Renamed', subtitle: null };
          if (kind === 'course') return mentor.ask(UPDATE_COURSE, { input: about });
          if (kind === 'edit') return mentor.ask(UPDATE_LESSON, { input: { ...place, title: 'Renamed', body: null } });
          if (kind === 'remove') return mentor.ask(REMOVE_LESSON, { input: place });
          const { document, input } = kind === 'module' ? addModule(course) : addLesson(course);
          return mentor.ask(document, { input });
        };
        await Promise.all(steps.map(write));
        const { course: now } = await mentor.run<{ course: { status: string } }>(
          'query ($id: ID!) { course(id: $id) { status } }',
          { id: course.id },
        );
        expect(await expectEqualCopies(course)).toBe(now.status === 'PUBLISHED' ? 20 : 0);
      }),
      { numRuns: 12 },
    );
  });
});

describe('given a course that was published before there were copies', () => {
  async function withoutCopies(): Promise<TestCourse> {
    const course = await writeCourse(mentor);
    const find = await itemsBy();
    const owner = find(courseKey(course.id.slice('crs_'.length))) as CourseItem;
    const { table, tableName: TableName } = backend.operator;
    const lessons = owner.modules.flatMap((module) => module.lessons);
    const copies = [
      ...courseCopyKeys(owner),
      ...lessons.flatMap(({ ulid }) => lessonCopyKeys({ courseUlid: owner.ulid, ulid })),
    ];
    await Promise.all(copies.map((Key) => table.send(new DeleteCommand({ TableName, Key }))));
    const Key = courseKey(owner.ulid);
    await table.send(new UpdateCommand({ TableName, Key, UpdateExpression: 'REMOVE copies' }));
    return course;
  }

  it('then it is read, learned and written as any other', async () => {
    const course = await withoutCopies();
    const { document, input } = addLesson(course);
    await mentor.run(document, { input });
    for (const page of await pagesOf(course)) expect(page.course.version).toBe(course.version + 1);
    const [reader] = readers;
    const [lesson] = course.lessons;
    await reader?.run(ENROLL, { input: { courseId: course.id } });
    await reader?.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId: lesson?.id } });
    expect(await reader?.run(LESSON, { courseId: course.id, id: lesson?.id })).toMatchObject({
      lesson: { body: 'Body of lesson 1' },
    });
  });
});

describe('given a draft', () => {
  it('then it is not there for anybody but its author', async () => {
    const course = await writeCourse(mentor, { draft: true });
    const { id, slug } = course;
    const lesson = { courseId: id, id: course.lessons[0]?.id };
    const other = backend.as('mentor2');
    for (const caller of [...readers.slice(0, 2), other, backend.anybody]) {
      expect((await caller.refusal(BY_ID, { id })).errorType).toBe('NotFound');
      expect((await caller.refusal(BY_SLUG, { slug })).errorType).toBe('NotFound');
      expect((await caller.refusal(LESSON, lesson)).errorType).toBe('NotFound');
    }
    expect((await readers[0]?.refusal(ENROLL, { input: { courseId: id } }))?.errorType).toBe('NotFound');
    for (const page of [await mentor.run<Page>(BY_ID, { id }), await mentor.run<Page>(BY_SLUG, { slug })]) {
      expect(page.course.version).toBe(course.version);
    }
    expect(await mentor.run(LESSON, lesson)).toMatchObject({ lesson: { body: 'Body of lesson 1' } });
  });
});
