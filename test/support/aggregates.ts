import type { CardItem } from '../../model/card.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { cardKey, type Key } from '../../model/keys.ts';
import type { ReviewItem } from '../../model/review.ts';
import type { TestBackend } from './backend.ts';
import type { TestCourse } from './courses.ts';

const STARS = ['r1', 'r2', 'r3', 'r4', 'r5'] as const;

/** Totals of a course: as its card tells them, and as its items count. */
export async function courseTotals(backend: TestBackend, { id }: TestCourse) {
  const items = await backend.items();
  const ulid = courseUlidOf(id) ?? '';
  return { told: toldBy(items, ulid), true: countedFrom(items, ulid) };
}

export function cardIn(items: readonly Key[], courseUlid: string): CardItem | undefined {
  const { pk } = cardKey(courseUlid);
  return items.find((item) => item.pk === pk) as CardItem | undefined;
}

export function toldBy(items: readonly Key[], courseUlid: string) {
  const card = cardIn(items, courseUlid);
  const { enrolled = 0, completed = 0, views = 0 } = card ?? {};
  return { enrolled, completed, views, stars: STARS.map((name) => card?.[name] ?? 0) };
}

export function countedFrom(items: readonly Key[], courseUlid: string) {
  const enrollments = items.filter(({ sk }) => sk === `ENROLLMENT#${courseUlid}`) as EnrollmentItem[];
  const reviews = items.filter(({ pk, sk }) => pk === `REVIEWS#${courseUlid}` && sk.startsWith('REVIEW#'));
  const ratings = (reviews as ReviewItem[]).filter(({ status }) => status === 'PUBLISHED').map(({ rating }) => rating);
  return {
    enrolled: enrollments.filter(({ status }) => status === 'ACTIVE' || status === 'COMPLETED').length,
    completed: enrollments.filter(({ status }) => status === 'COMPLETED').length,
    views: items.filter(({ sk }) => sk.startsWith(`POSITION#${courseUlid}#`)).length,
    stars: STARS.map((_, index) => ratings.filter((rating) => rating === index + 1).length),
  };
}
