import type { CourseItem } from '../../model/course.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { courseKey, type Key } from '../../model/keys.ts';
import { startTestBackend, type TestBackend } from './backend.ts';
import { writeCourse } from './courses.ts';
import { completedItem, enrollmentItem } from './enrolling.ts';
import { settled, shuffled } from './hostility.ts';
import { makeLearners, type Learner } from './learners.ts';
import { Queues } from './queues.ts';

/** A backend with learners and courses, where things go wrong. */
export interface World {
  readonly backend: TestBackend;
  readonly queues: Queues;
  readonly learners: readonly Learner[];
  readonly courses: readonly CourseItem[];
}

/** Courses of one lesson, and learners who have been welcomed. */
export async function makeWorld(
  counts: { readonly learners: number; readonly courses: number },
  options: Parameters<typeof startTestBackend>[0] = {},
): Promise<World> {
  const backend = await startTestBackend(options);
  const keys: Key[] = [];
  for (let nth = 0; nth < counts.courses; nth += 1) {
    const { id } = await writeCourse(backend.as('mentor'), { title: `Course ${nth}`, lessons: 1 });
    keys.push(courseKey(courseUlidOf(id) ?? ''));
  }
  const learners = await makeLearners(backend, counts.learners);
  await settled(backend);
  const items = await backend.items();
  const courses = keys.map(({ pk, sk }) => items.find((item) => item.pk === pk && item.sk === sk) as CourseItem);
  return { backend, queues: new Queues(backend), learners, courses };
}

/** Everybody's enrollments and completions in any order, but that one follows the other. */
export function everything({ learners, courses }: World, random: () => number): EnrollmentItem[] {
  const pairs = learners.flatMap(({ sub }) => courses.map((course) => ({ sub, course })));
  const begun = new Set<string>();
  return shuffled([...pairs, ...pairs], random).map(({ sub, course }) => {
    const name = `${sub} ${course.ulid}`;
    if (begun.has(name)) return completedItem(sub, course);
    begun.add(name);
    return enrollmentItem(sub, course);
  });
}

export function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Mails to these learners by address and subject. */
export function mails({ backend, learners }: World): Record<string, number> {
  const addresses = new Set(learners.map(({ sub }) => `${sub}@kalpla.test`));
  const sent = backend.cloud.cloud.outbox.list().filter(({ to }) => addresses.has(to));
  return counted(sent.map(({ to, subject }) => `${to} ${subject}`));
}

/** What each of these learners is told by mail, once each. */
export function due({ learners, courses }: World, ...told: readonly string[]): Record<string, number> {
  const titles = ['Welcome to Kalpla', ...told.flatMap((text) => courses.map(({ title }) => `${text} ${title}`))];
  return counted(learners.flatMap(({ sub }) => titles.map((title) => `${sub}@kalpla.test ${title}`)));
}
