import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { readCourse } from '../../seed/course-files.ts';

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());

const OUTLINE = `query ($slug: String) {
  course(slug: $slug) { id status mentor { displayName } lessonTotal modules { title lessons { id title kind preview durationSeconds } } }
}`;

interface Outline {
  readonly course: {
    readonly id: string;
    readonly modules: readonly { readonly title: string; readonly lessons: readonly { readonly id: string }[] }[];
  };
}

describe('the demo', () => {
  it('holds its main course as it was written, lesson by lesson', async () => {
    const written = readCourse('serverless-graphql-on-aws');
    const student = backend.as('student');
    const { course } = await student.run<Outline>(OUTLINE, { slug: written.slug });
    expect(course).toMatchObject({ status: 'PUBLISHED', mentor: { displayName: 'Mira Mentor' }, lessonTotal: 16 });
    const lessons = written.modules.flatMap((module) => module.lessons);
    for (const [place, { id }] of course.modules.flatMap((module) => module.lessons).entries()) {
      const { lesson } = await student.run<{ lesson: unknown }>(
        'query ($courseId: ID!, $id: ID!) { lesson(courseId: $courseId, id: $id) { title body kind preview } }',
        { courseId: course.id, id },
      );
      const { title, body, kind, preview } = lessons[place] ?? {};
      expect(lesson).toEqual({ title, body, kind, preview });
    }
  });

  it('has the student at 5 of 16 lessons, and student2 nowhere', async () => {
    const dashboard = '{ myEnrollments { items { course { slug } progress { completed total percent } } } }';
    expect(await backend.as('student').run(dashboard)).toEqual({
      myEnrollments: {
        items: [{ course: { slug: 'serverless-graphql-on-aws' }, progress: { completed: 5, total: 16, percent: 31 } }],
      },
    });
    expect(await backend.as('student2').run(dashboard)).toEqual({ myEnrollments: { items: [] } });
  });

  it('has an unpublished course that its mentor sees alone', async () => {
    const { course } = await backend.as('mentor').run<Outline>(OUTLINE, { slug: 'draft-course' });
    expect(course).toMatchObject({ status: 'DRAFT' });
    expect(await backend.as('mentor2').refusal(OUTLINE, { slug: 'draft-course' })).toMatchObject({
      errorType: 'NotFound',
    });
  });
});
