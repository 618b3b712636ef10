import { courseUlidOf, lessonUlidOf } from '../../model/ids.ts';
import { makeEdit, OPEN_DRAFT, readCourse } from './authoring.ts';
import type { TestBackend } from './backend.ts';
import type { Client } from './client.ts';
import type { TestCourse, TestLesson } from './courses.ts';
import { idle } from './levers.ts';

/** The same lesson in another course. */
export function twin({ courseId, id }: TestLesson, of: string): TestLesson {
  return { courseId: of, id: `les_${courseUlidOf(of)}${lessonUlidOf(id, courseUlidOf(courseId) ?? '')}` };
}

/** A draft of the course, whole. */
export async function openDraft(backend: TestBackend, author: Client, course: TestCourse): Promise<TestCourse> {
  const { id } = await makeEdit(author, OPEN_DRAFT, { courseId: course.id });
  await idle(backend);
  const { slug, version, modules } = await readCourse(author, id);
  return {
    id,
    slug: slug ?? '',
    moduleId: modules?.[0]?.id ?? '',
    lessons: course.lessons.map((lesson) => twin(lesson, id)),
    version: version ?? 0,
  };
}
