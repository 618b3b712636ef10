import type { ModuleOrderInput } from '../generated/schema.ts';
import { outlineLessons, type CourseItem, type OutlineLesson, type OutlineModule } from './course.ts';
import { invalid, type Fault } from './errors.ts';
import { lessonUlidOf, moduleUlidOf } from './ids.ts';

/** Edits of an outline. Each gives the outline anew; the course that was read stays as it is. */

type Outlined = Pick<CourseItem, 'ulid' | 'modules'>;

/** ULID of the module that a lesson stands in, or null. */
export function moduleOf(course: Pick<CourseItem, 'modules'>, lessonUlid: string): string | null {
  return course.modules.find(({ lessons }) => lessons.some(({ ulid }) => ulid === lessonUlid))?.ulid ?? null;
}

export function withoutLesson({ modules }: Outlined, lessonUlid: string): OutlineModule[] {
  return modules.map((module) => ({ ...module, lessons: module.lessons.filter(({ ulid }) => ulid !== lessonUlid) }));
}

/** With this line in the place of the one that has its ULID. */
export function withLesson({ modules }: Outlined, lesson: OutlineLesson): OutlineModule[] {
  return modules.map((module) => ({
    ...module,
    lessons: module.lessons.map((each) => (each.ulid === lesson.ulid ? lesson : each)),
  }));
}

export function withModuleTitle({ modules }: Outlined, moduleUlid: string, title: string): OutlineModule[] {
  return modules.map((module) => (module.ulid === moduleUlid ? { ...module, title } : module));
}

export function withoutModule({ modules }: Outlined, moduleUlid: string): OutlineModule[] {
  return modules.filter(({ ulid }) => ulid !== moduleUlid);
}

/** The same modules and lessons in the order asked for, or null where it does not name exactly those. */
export function reordered(course: Outlined, order: readonly ModuleOrderInput[]): OutlineModule[] | null {
  const { ulid, modules } = course;
  const lessons = modules.flatMap((module) => module.lessons);
  const wanted = order.flatMap(({ lessonIds }) => lessonIds.map((id) => lessonUlidOf(id, ulid)));
  const isComplete =
    isSameSet(
      order.map(({ moduleId }) => moduleUlidOf(moduleId, ulid)),
      modules.map((module) => module.ulid),
    ) && isSameSet(wanted, outlineLessons(course));
  if (!isComplete) return null;
  return order.flatMap(({ moduleId, lessonIds }) =>
    modules
      .filter((module) => module.ulid === moduleUlidOf(moduleId, ulid))
      .map((module) => ({
        ...module,
        lessons: lessonIds.flatMap((id) => lessons.filter((lesson) => lesson.ulid === lessonUlidOf(id, ulid))),
      })),
  );
}

/** Whether the outline has this order. */
export function hasOrder({ ulid, modules }: Outlined, order: readonly ModuleOrderInput[]): boolean {
  const standing = modules.map((module) => [module.ulid, ...module.lessons.map((lesson) => lesson.ulid)]);
  const wanted = order.map(({ moduleId, lessonIds }) => [
    moduleUlidOf(moduleId, ulid),
    ...lessonIds.map((id) => lessonUlidOf(id, ulid)),
  ]);
  return JSON.stringify(standing) === JSON.stringify(wanted);
}

/** The fault of an order that leaves out, doubles or makes up something. */
export function wrongOrder(): Fault {
  return invalid(
    'modules',
    'complete',
    'Give each module and each lesson of the course exactly once, and nothing else.',
  );
}

/** Whether both have the same elements; those of the second differ from each other. */
export function isSameSet(some: readonly (string | null)[], others: readonly string[]): boolean {
  return some.length === others.length && others.every((each) => some.includes(each));
}
