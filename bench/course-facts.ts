import type { CreateCourseInput, CreateLessonInput } from '../generated/schema.ts';

/** What an author decides of a course before it has any id. */
export interface CourseFacts extends Omit<CreateCourseInput, 'clientToken'> {
  readonly slug: string;
  readonly modules: readonly {
    readonly title: string;
    readonly lessons: readonly Omit<CreateLessonInput, 'clientToken' | 'courseId' | 'moduleId'>[];
  }[];
}

const SUBJECTS = [
  'Data modeling for key-value stores',
  'Designing schemas that can grow',
  'Testing distributed systems',
  'Writing for people who skim',
  'Photography in available light',
  'Statistics without fear',
  'Bookkeeping for small companies',
  'Spanish for everyday work',
  'Project planning that survives',
  'Security for web developers',
];

const MODULES = [
  'What the course is about',
  'First steps',
  'The ideas behind it',
  'Working with examples',
  'When things go wrong',
  'Doing it with others',
  'A project of your own',
  'Where to go from here',
];

const LESSONS = [
  'Why it matters',
  'A first example, step by step',
  'The rules and their exceptions',
  'Common mistakes and how to see them',
  'An exercise with a solution',
  'Summary and questions',
];

const SENTENCE = 'A rule is easier to remember once an example has broken it, so this lesson begins with one. ';

/** The size of course that the peer was measured with: 8 modules of 6 lessons, the first lesson a preview. */
export function fullCourse(number: number): CourseFacts {
  const title = SUBJECTS[number % SUBJECTS.length] ?? '';
  return {
    title,
    slug: `${title.toLowerCase().replaceAll(' ', '-')}-${number}`,
    subtitle: 'From the first question to a project of your own, with exercises.',
    category: 'Practice',
    level: 'INTERMEDIATE',
    modules: MODULES.map((module, place) => ({
      title: module,
      lessons: LESSONS.map((lesson, index) => ({
        title: `${lesson} (${place + 1}.${index + 1})`,
        kind: 'TEXT' as const,
        preview: place === 0 && index === 0,
        durationSeconds: 300 + 60 * index,
        body: SENTENCE.repeat(20),
      })),
    })),
  };
}

/** A course of one lesson, for where only its being there matters. */
export function shortCourse(number: number, category: string): CourseFacts {
  return {
    title: `Short course ${String(number).padStart(2, '0')}: one thing well explained`,
    slug: `short-course-${String(number).padStart(2, '0')}`,
    subtitle: 'A single lesson, for a single evening.',
    category,
    level: 'BEGINNER',
    modules: [{ title: 'The evening', lessons: [{ title: 'The one thing', kind: 'TEXT', body: SENTENCE.repeat(5) }] }],
  };
}
