import { createHash } from 'node:crypto';
import type { AccountItem } from '../model/account.ts';
import { outlineLessons, type CourseItem } from '../model/course.ts';
import type { Key } from '../model/keys.ts';
import { accountItem, courseItems, enrollmentItem } from './bulk-items.ts';
import type { CourseFacts } from './course-facts.ts';

/** A school of any size by rules alone, so that each run has the same one. */

/** Fewest courses: the catalogue and one category of it fill a page at each size. */
const LEAST_COURSES = 40;
const LEARNERS_A_COURSE = 100;
const MOST_ENROLLMENTS = 10;
/** One in so many learners is in each of the popular courses. */
const POPULARITY = 10;

export interface BulkSchool {
  /** Published courses that the API wrote, and which many of the learners are in. */
  readonly popular: readonly CourseItem[];
  readonly mentor: { readonly id: string; readonly displayName: string };
  /** Milliseconds since the epoch at which the first course is published; each later one a millisecond after. */
  readonly since: number;
}

/** How many courses a school of so many learners has. */
export function courseCount(learners: number): number {
  return Math.max(LEAST_COURSES, Math.ceil(learners / LEARNERS_A_COURSE));
}

/** Titles have one length, so that a page of them has one size. */
export function bulkCourse(number: number): CourseFacts {
  const digits = String(number).padStart(6, '0');
  return {
    title: `Course ${digits}: a subject in six lessons`,
    slug: `course-${digits}`,
    subtitle: 'Two modules of three lessons each, with exercises.',
    category: number % 2 === 0 ? 'Practice' : 'Evenings',
    level: 'BEGINNER',
    modules: ['The ideas', 'The practice'].map((title) => ({
      title,
      lessons: ['Why it matters', 'A first example', 'An exercise'].map((lesson) => ({
        title: lesson,
        kind: 'TEXT' as const,
        preview: false,
        durationSeconds: 600,
        body: 'A rule is easier to remember once an example has broken it. '.repeat(5),
      })),
    })),
  };
}

/** The items that a school of `from` learners lacks to be one of `to`. */
export function* bulkItems(school: BulkSchool, from: number, to: number): Generator<Key, void> {
  const courses: CourseItem[] = [];
  for (let number = 0; number < courseCount(to); number += 1) {
    const { course, card, slug, lessons, copies } = courseOf(school, number);
    courses.push(course);
    if (from > 0 && number < courseCount(from)) continue;
    yield course;
    yield card;
    yield slug;
    yield* lessons;
    yield* copies;
  }
  for (let number = from; number < to; number += 1) yield* learnerItems(school, courses, number);
}

function courseOf({ mentor, since }: BulkSchool, number: number) {
  let made = 0;
  const published = since + number;
  return courseItems({
    facts: bulkCourse(number),
    mentor,
    nextUlid: () => ulidOf(published, made++),
    now: new Date(published).toISOString(),
  });
}

function* learnerItems(school: BulkSchool, courses: readonly CourseItem[], number: number): Generator<Key, void> {
  const account = accountOf(school, number);
  yield account;
  const chance = chancesOf(`courses of ${number}`);
  const first = Math.floor(chance(0) * courses.length);
  const joined = Array.from({ length: enrollmentCount(chance(1)) }, (_, index) => {
    return courses[(first + index) % courses.length];
  });
  const popular = school.popular[number % POPULARITY];
  if (popular) joined[0] = popular;
  for (const course of joined) {
    if (!course) continue;
    const lessons = outlineLessons(course);
    const completed = lessons.slice(0, Math.floor(chance(2) * (lessons.length + 1)));
    yield enrollmentItem({ sub: subOf(number), course, completed, now: account.createdAt });
  }
}

function accountOf({ since }: BulkSchool, number: number): AccountItem {
  const digits = String(number).padStart(7, '0');
  return accountItem({
    sub: subOf(number),
    email: `learner-${digits}@bulk.test`,
    displayName: `Learner ${digits}`,
    now: new Date(since).toISOString(),
  });
}

/** Numbers from 0 to 1 that look random and are the same in each run. */
function chancesOf(name: string): (nth: 0 | 1 | 2) => number {
  const hash = createHash('sha256').update(name).digest();
  return (nth) => hash.readUInt32BE(4 * nth) / 2 ** 32;
}

/** For each learner with one enrollment, 1/n³ have n: most take one course, few take ten. */
const SHARES = Array.from({ length: MOST_ENROLLMENTS }, (_, index) => 1 / (index + 1) ** 3);

function enrollmentCount(chance: number): number {
  let left = chance * SHARES.reduce((sum, share) => sum + share, 0);
  const index = SHARES.findIndex((share) => (left -= share) < 0);
  return index < 0 ? MOST_ENROLLMENTS : index + 1;
}

/** In the form of a Cognito `sub`: a UUID. */
function subOf(number: number): string {
  const hex = createHash('sha256').update(`learner ${number}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

const ULID_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The nth ULID of a millisecond. */
function ulidOf(milliseconds: number, nth: number): string {
  return base32(milliseconds, 10) + base32(nth, 16);
}

function base32(value: number, length: number): string {
  const last = ULID_ALPHABET[value % 32] ?? '';
  return length === 1 ? last : base32(Math.floor(value / 32), length - 1) + last;
}
