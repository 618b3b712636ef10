import { readFileSync } from 'node:fs';
import { z } from 'zod';

const CourseFile = z.strictObject({
  slug: z.string(),
  title: z.string(),
  subtitle: z.string(),
  category: z.string(),
  level: z.enum(['BEGINNER', 'INTERMEDIATE', 'ADVANCED']),
  modules: z.array(
    z.strictObject({
      title: z.string(),
      lessons: z.array(
        z.strictObject({
          title: z.string(),
          kind: z.literal('TEXT'),
          preview: z.boolean(),
          durationSeconds: z.int(),
          /** Name of the Markdown file beside. */
          body: z.string(),
        }),
      ),
    }),
  ),
});

export type CourseFile = z.infer<typeof CourseFile>;

/** Reads a course of the demo, with its lessons' text. */
export function readCourse(slug: string): CourseFile {
  const folder = new URL(`courses/${slug}/`, import.meta.url);
  const course = CourseFile.parse(JSON.parse(readFileSync(new URL('course.json', folder), 'utf8')));
  for (const lesson of course.modules.flatMap((module) => module.lessons)) {
    lesson.body = readFileSync(new URL(lesson.body, folder), 'utf8');
  }
  return course;
}
