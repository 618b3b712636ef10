import { copyDigits } from '../../model/copy-keys.ts';
import type { Backend } from '../backend.ts';
import { COMPLETE_LESSON, ENROLL, LESSON, MY_ENROLLMENTS, SAVE_POSITION } from '../documents.ts';
import { makeLearners, subWith, type BenchLearner } from '../learners.ts';
import { atRest, pull } from '../measure.ts';
import { courseItem, type WrittenCourse } from '../school.ts';
import { namedKeys, type KeyUnits, type Names } from './keys.ts';

/** First digits of subs: keys depend on no more of a caller than this, and on their whole sub. */
export const DIGITS: readonly string[] = copyDigits();

/** What a learner does on the first day of a course, in this order. */
export const OPERATIONS = [
  'dashboard',
  'page by slug',
  'enroll',
  'page by id',
  'lesson',
  'position',
  'complete',
] as const;
export type HeatOperation = (typeof OPERATIONS)[number];

/** Units that one operation took, with all that followed from it, by callers with each first digit. */
export type Recording = Readonly<Record<HeatOperation, Readonly<Record<string, readonly KeyUnits[]>>>>;

/** A course page with what is counted of the course. */
const PAGE = `id title slug subtitle category level status price { amount currency } lessonTotal version
  mentor { id displayName } rating { average count histogram } enrolledCount completedCount viewCount
  modules { id title lessons { id title kind preview durationSeconds } }`;
const PAGE_BY_SLUG = `query ($slug: String!) { course(slug: $slug) { ${PAGE} } }`;
const PAGE_BY_ID = `query ($id: ID!) { course(id: $id) { ${PAGE} } }`;

/** Those that write: what follows is waited for, and counted too. */
const WRITES: readonly HeatOperation[] = ['enroll', 'position', 'complete'];

/** Does each operation really, alone, once as a caller with each first digit, and reads off which keys took how much. */
export async function record(backend: Backend, course: WrittenCourse): Promise<Recording> {
  const { ulid } = await courseItem(backend, course);
  const recording = Object.fromEntries(OPERATIONS.map((name) => [name, {}])) as Record<
    HeatOperation,
    Record<string, readonly KeyUnits[]>
  >;
  const learners = await makeLearners(backend, DIGITS.map(subWith));
  await atRest(backend);
  for (const learner of learners) {
    const names: Names = { caller: learner.sub, course: ulid, slug: course.facts.slug };
    for (const name of OPERATIONS) {
      await pull(backend.url, 'DELETE', 'usage');
      await perform(name, learner, course);
      if (WRITES.includes(name)) await atRest(backend);
      const { byKey } = await pull<{ byKey: Record<string, { rcu: number; wcu: number }> }>(
        backend.url,
        'GET',
        'usage',
      );
      recording[name][learner.sub.slice(0, 1)] = namedKeys(byKey, names);
    }
  }
  return recording;
}

async function perform(name: HeatOperation, { ask }: BenchLearner, course: WrittenCourse): Promise<void> {
  const courseId = course.id;
  const [lessonId] = course.lessonIds;
  const actions: Readonly<Record<HeatOperation, () => Promise<unknown>>> = {
    dashboard: () => ask(MY_ENROLLMENTS),
    'page by slug': () => ask(PAGE_BY_SLUG, { slug: course.facts.slug }),
    enroll: () => ask(ENROLL, { input: { courseId } }),
    'page by id': () => ask(PAGE_BY_ID, { id: courseId }),
    lesson: () => ask(LESSON, { courseId, id: lessonId }),
    position: () => ask(SAVE_POSITION, { input: { courseId, lessonId, positionSeconds: 60 } }),
    complete: () => ask(COMPLETE_LESSON, { input: { courseId, lessonId } }),
  };
  await actions[name]();
}
