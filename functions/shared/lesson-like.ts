import type { Cause } from '../../model/cause.ts';
import type { OutlineModule } from '../../model/course.ts';
import { lessonKey } from '../../model/keys.ts';
import { lessonLine, type LessonItem } from '../../model/lesson.ts';

/**
 * A lesson as another course has it. Its resources get ULIDs of their own: by these files are claimed, and let go.
 * @param resourceUlid gives the same for the same resource, however often it is asked
 */
export function lessonLike(
  source: LessonItem,
  courseUlid: string,
  resourceUlid: (ulid: string) => string,
  cause: Cause,
): LessonItem {
  const { next: _, ...lesson } = source;
  const resources = lesson.resources?.map((resource) => ({ ...resource, ulid: resourceUlid(resource.ulid) }));
  return {
    ...lesson,
    ...lessonKey(courseUlid, lesson.ulid),
    courseUlid,
    ...(resources ? { resources } : {}),
    cause,
  };
}

/** The outline with those lessons alone that were there to be copied, as they were then. */
export function copiedOutline(modules: readonly OutlineModule[], lessons: readonly LessonItem[]): OutlineModule[] {
  const lines = new Map(lessons.map((lesson) => [lesson.ulid, lessonLine(lesson)]));
  return modules.map((module) => ({
    ...module,
    lessons: module.lessons.map(({ ulid }) => lines.get(ulid)).filter((line) => line !== undefined),
  }));
}
