import { randomUUID } from 'node:crypto';
import type { LessonCompletionInput, Level } from '../../generated/schema.ts';
import type { Client } from './client.ts';

export interface TestLesson {
  readonly id: string;
  readonly courseId: string;
}

export interface TestCourse {
  readonly id: string;
  readonly slug: string;
  readonly moduleId: string;
  readonly lessons: readonly TestLesson[];
  readonly version: number;
}

/** What differs from a free, published course without a capacity, with one module of two lessons. */
export interface CourseOptions {
  readonly title?: string;
  readonly category?: string;
  readonly level?: Level;
  readonly capacity?: number;
  readonly price?: { readonly amount: number; readonly currency?: string };
  readonly lessons?: number;
  readonly preview?: boolean;
  /** Of every lesson. Each lasts two minutes. */
  readonly completion?: LessonCompletionInput;
  readonly draft?: boolean;
}

export const CREATE_COURSE = `mutation ($input: CreateCourseInput!) {
  createCourse(input: $input) { id title slug status version category level modules { id } mentor { id displayName } }
}`;
export const DUPLICATE_COURSE = `mutation ($input: DuplicateCourseInput!) {
  duplicateCourse(input: $input) {
    id title slug status version lessonTotal copying { courseId copied total } mentor { id }
  }
}`;
export const CREATE_MODULE = `mutation ($input: CreateModuleInput!) {
  createModule(input: $input) { id title lessons { id } }
}`;
export const CREATE_LESSON = `mutation ($input: CreateLessonInput!) {
  createLesson(input: $input) { id courseId moduleId title kind preview durationSeconds body }
}`;
export const PUBLISH_COURSE = `mutation ($input: PublishCourseInput!) {
  publishCourse(input: $input) { id status version publishedAt }
}`;
export const ENROLL = `mutation ($input: EnrollInput!) {
  enroll(input: $input) { course { id title slug } status progress { percent completed total nextLessonId } enrolledAt }
}`;
export const UNENROLL = 'mutation ($input: UnenrollInput!) { unenroll(input: $input) { course { id } status } }';
export const COMPLETE_LESSON = `mutation ($input: CompleteLessonInput!) {
  completeLesson(input: $input) { courseId userId percent completed total nextLessonId }
}`;
export const SAVE_POSITION = `mutation ($input: SaveLessonPositionInput!) {
  saveLessonPosition(input: $input) { courseId userId percent completed total nextLessonId }
}`;

/** Writes a course through the API, as its author. */
export async function writeCourse(author: Client, options: CourseOptions = {}): Promise<TestCourse> {
  const { title = 'A course', category = 'Tests', lessons: count = 2, preview = false, draft = false } = options;
  const { createCourse } = await author.run<{ createCourse: { id: string; slug: string } }>(CREATE_COURSE, {
    input: {
      clientToken: randomUUID(),
      title,
      category,
      level: options.level ?? 'BEGINNER',
      ...(options.capacity ? { capacity: options.capacity } : {}),
      ...(options.price ? { price: options.price } : {}),
    },
  });
  const courseId = createCourse.id;
  const { createModule } = await author.run<{ createModule: { id: string } }>(CREATE_MODULE, {
    input: { clientToken: randomUUID(), courseId, title: 'A module' },
  });
  const lessons: TestLesson[] = [];
  for (let place = 0; place < count; place += 1) {
    const { createLesson } = await author.run<{ createLesson: { id: string } }>(CREATE_LESSON, {
      input: {
        clientToken: randomUUID(),
        courseId,
        moduleId: createModule.id,
        title: `Lesson ${place + 1}`,
        kind: 'TEXT',
        body: `Body of lesson ${place + 1}`,
        preview,
        durationSeconds: 120,
        ...(options.completion ? { completion: options.completion } : {}),
      },
    });
    lessons.push({ id: createLesson.id, courseId });
  }
  const drafted = { id: courseId, slug: createCourse.slug, moduleId: createModule.id, lessons, version: 2 + count };
  if (draft) return drafted;
  const { publishCourse } = await author.run<{ publishCourse: { version: number } }>(PUBLISH_COURSE, {
    input: { id: courseId, version: drafted.version },
  });
  return { ...drafted, version: publishCourse.version };
}
