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
