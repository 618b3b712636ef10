import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { ENROLL, UNENROLL, writeCourse, type TestCourse } from '../support/courses.ts';

let backend: TestBackend;
let courses: readonly TestCourse[];

beforeAll(async () => {
  backend = await startTestBackend();
  const written: TestCourse[] = [];
  for (let place = 0; place < 5; place += 1) {
    written.push(await writeCourse(backend.as('mentor'), { title: `Course ${place}`, category: 'Lists', lessons: 1 }));
  }
  courses = written;
  for (const { id } of courses) await backend.as('student2').run(ENROLL, { input: { courseId: id } });
});
afterAll(() => backend.stop());

interface Page {
  readonly items: readonly { readonly id?: string; readonly course?: { readonly id: string } }[];
  readonly nextToken: string | null;
}

/** All pages of a list, one after the other. */
async function pages(document: string, field: string, variables: Record<string, unknown>): Promise<Page[]> {
  const found: Page[] = [];
  let nextToken: string | null = null;
  do {
    const data: Record<string, Page> = await backend.as('student2').run(document, { ...variables, nextToken });
    const page = data[field] as Page;
    found.push(page);
    nextToken = page.nextToken;
  } while (nextToken && found.length < 20);
  return found;
}

const CATALOGUE = `query ($category: String, $limit: Int, $nextToken: String) {
  courses(category: $category, limit: $limit, nextToken: $nextToken) { items { id } nextToken }
}`;
const DASHBOARD = `query ($status: EnrollmentStatus, $limit: Int, $nextToken: String) {
  myEnrollments(status: $status, limit: $limit, nextToken: $nextToken) { items { course { id } } nextToken }
}`;

describe('the catalogue', () => {
  it('lists a category page by page, newest first, each course once', async () => {
    const found = await pages(CATALOGUE, 'courses', { category: 'lists', limit: 2 });
    expect(found.map(({ items }) => items.length).slice(0, 3)).toEqual([2, 2, 1]);
    expect(found.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(courses.map(({ id }) => id).reverse());
  });

  it('is empty for a category that nobody teaches', async () => {
    expect(await pages(CATALOGUE, 'courses', { category: 'Nothing' })).toEqual([{ items: [], nextToken: null }]);
  });

  it('lists a course as soon as it is published, not before', async () => {
    const draft = await writeCourse(backend.as('mentor'), { category: 'Drafts', draft: true });
    const listed = async () =>
      (await pages(CATALOGUE, 'courses', { category: 'Drafts' })).flatMap(({ items }) => items);
    expect(await listed()).toEqual([]);
    await backend.as('mentor').run('mutation ($input: PublishCourseInput!) { publishCourse(input: $input) { id } }', {
      input: { id: draft.id, version: draft.version },
    });
    expect(await listed()).toEqual([{ id: draft.id }]);
  });
});

describe('the catalogue, narrowed', () => {
  const NARROWED = `query ($category: String, $level: Level, $mentorId: ID, $sort: CourseSort, $limit: Int, $nextToken: String) {
    courses(category: $category, level: $level, mentorId: $mentorId, sort: $sort, limit: $limit, nextToken: $nextToken) {
      items { id } nextToken
    }
  }`;
  const named: Record<string, TestCourse> = {};
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    for (const mentor of ['mentor', 'mentor2'] as const) {
      ids[mentor] = (await backend.as(mentor).run<{ me: { id: string } }>('{ me { id } }')).me.id;
      for (const level of ['INTERMEDIATE', 'ADVANCED'] as const) {
        named[`${mentor} ${level}`] = await writeCourse(backend.as(mentor), { category: 'Narrow', level, lessons: 0 });
      }
    }
  });

  /** Names of the courses that a narrowed list shows, page by page. */
  async function listed(variables: Record<string, unknown>): Promise<string[]> {
    const found = await pages(NARROWED, 'courses', variables);
    const shown = found.flatMap(({ items }) => items.map(({ id }) => id));
    return Object.entries(named)
      .filter(([, { id }]) => shown.includes(id))
      .map(([name]) => name)
      .concat(shown.filter((id) => !Object.values(named).some((one) => one.id === id)).map(() => 'another'));
  }

  it.each<[Record<string, unknown>, string[]]>([
    [{ level: 'ADVANCED' }, ['mentor ADVANCED', 'mentor2 ADVANCED']],
    [{ level: 'ADVANCED', sort: 'POPULAR', limit: 2 }, ['mentor ADVANCED', 'mentor2 ADVANCED']],
    [{ level: 'INTERMEDIATE', category: 'narrow' }, ['mentor INTERMEDIATE', 'mentor2 INTERMEDIATE']],
    [
      { level: 'INTERMEDIATE', category: 'narrow', sort: 'POPULAR', limit: 1 },
      ['mentor INTERMEDIATE', 'mentor2 INTERMEDIATE'],
    ],
    [{ level: 'BEGINNER', category: 'narrow' }, []],
    [{ mentorId: 'mentor2', category: 'NARROW', limit: 1 }, ['mentor2 INTERMEDIATE', 'mentor2 ADVANCED']],
    [{ mentorId: 'mentor2', level: 'ADVANCED' }, ['mentor2 ADVANCED']],
    [{ mentorId: 'mentor2', level: 'ADVANCED', category: 'lists' }, []],
    [{ mentorId: 'usr_nobody' }, []],
  ])('lists, with %j, no course twice and no other: %j', async ({ mentorId, ...rest }, expected) => {
    const owner = mentorId && (ids[mentorId as string] ?? mentorId);
    expect(await listed({ ...rest, ...(owner ? { mentorId: owner } : {}) })).toEqual(expected);
  });

  it('lists all courses of a mentor, the newest first', async () => {
    const [page] = await pages(NARROWED, 'courses', { mentorId: ids['mentor2'] });
    expect(page?.items.map(({ id }) => id).slice(0, 2)).toEqual([
      named['mentor2 ADVANCED']?.id,
      named['mentor2 INTERMEDIATE']?.id,
    ]);
  });

  it('is not ordered by learners for one mentor', async () => {
    const { errors } = await backend.anybody.ask(NARROWED, { mentorId: ids['mentor2'], sort: 'POPULAR' });
    expect(errors[0]).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'sort', rule: 'combination' } });
  });

  it('refuses a mentor without a name', async () => {
    const { errors } = await backend.anybody.ask(NARROWED, { mentorId: '' });
    expect(errors[0]).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'mentorId' } });
  });

  it('costs as much as it reads, and reads as much as a page', async () => {
    const { nextToken, items } = (await pages(NARROWED, 'courses', { level: 'BEGINNER', limit: 1 }))[0] as Page;
    expect([items.length, nextToken !== null]).toEqual([0, true]);
  });
});

describe('the dashboard', () => {
  it('lists the learner’s own enrollments page by page', async () => {
    const found = await pages(DASHBOARD, 'myEnrollments', { limit: 2 });
    const ids = found.flatMap(({ items }) => items.map(({ course }) => course?.id));
    expect(ids.sort()).toEqual(courses.map(({ id }) => id).sort());
  });

  it('shows a canceled enrollment to who asks for it', async () => {
    const canceled = await writeCourse(backend.as('mentor'), { lessons: 1 });
    await backend.as('student2').run(ENROLL, { input: { courseId: canceled.id } });
    await backend.as('student2').run(UNENROLL, { input: { courseId: canceled.id } });
    const found = await pages(DASHBOARD, 'myEnrollments', { status: 'CANCELED' });
    expect(found.flatMap(({ items }) => items)).toEqual([{ course: { id: canceled.id } }]);
    const shown = (await pages(DASHBOARD, 'myEnrollments', {})).flatMap(({ items }) => items);
    expect(shown).not.toContainEqual({ course: { id: canceled.id } });
  });

  it('gives somebody else’s token nothing of theirs', async () => {
    const [first] = await pages(DASHBOARD, 'myEnrollments', { limit: 2 });
    const { data, errors } = await backend
      .as('student')
      .ask<{ myEnrollments: Page | null }>(DASHBOARD, { nextToken: first?.nextToken });
    const seen = data?.myEnrollments?.items.map(({ course }) => course?.id) ?? [];
    const foreign = new Set(courses.map(({ id }) => id));
    expect(seen.filter((id) => id !== undefined && foreign.has(id))).toEqual([]);
    if (errors.length > 0) expect(errors[0]?.errorType).toBe('Validation');
  });
});
