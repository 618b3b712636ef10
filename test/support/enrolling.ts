import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { outlineLessons, type CourseItem } from '../../model/course.ts';
import { enrolled, standingIn, type EnrollmentItem } from '../../model/enrollment.ts';
import { userId } from '../../model/ids.ts';
import type { TestBackend } from './backend.ts';

function causeOf(sub: string, origin: string) {
  return { actor: userId(sub), request: 'test', origin };
}

/** What `enroll` writes. */
export function enrollmentItem(sub: string, course: CourseItem): EnrollmentItem {
  return enrolled({
    sub,
    course,
    before: null,
    seatBlock: null,
    now: new Date().toISOString(),
    cause: causeOf(sub, 'Mutation.enroll'),
  });
}

/** What `completeLesson` leaves when it was the last one. */
export function completedItem(sub: string, course: CourseItem): EnrollmentItem {
  const { nextLesson: _, ...enrollment } = enrollmentItem(sub, course);
  const now = Date.now();
  const completedLessons = Object.fromEntries(outlineLessons(course).map((ulid) => [ulid, Math.floor(now / 1000)]));
  return {
    ...enrollment,
    ...standingIn(course, { completedLessons }),
    status: 'COMPLETED',
    completedLessons,
    completedAt: new Date(now).toISOString(),
    cause: causeOf(sub, 'Mutation.completeLesson'),
  };
}

/** The item without who it is of and when it was written. */
export function shapeOf({ pk: _, learnerId: __, learning: ___, ...item }: EnrollmentItem): object {
  const { enrolledAt, completedAt, completedLessons, cause } = item;
  return {
    ...item,
    enrolledAt: typeof enrolledAt,
    completedAt: typeof completedAt,
    completedLessons: Object.keys(completedLessons),
    cause: { ...cause, actor: typeof cause.actor, request: typeof cause.request },
  };
}

const BATCH = 25;

/** Puts items in their order, as many at once as DynamoDB takes and as are of different keys. */
export async function putAll(
  { operator: { table, tableName } }: TestBackend,
  items: readonly EnrollmentItem[],
): Promise<void> {
  for (const batch of batchesOf(items)) {
    const requests = batch.map((Item) => ({ PutRequest: { Item } }));
    const put = new BatchWriteCommand({ RequestItems: { [tableName]: requests } });
    const { UnprocessedItems = {} } = await table.send(put);
    expect(UnprocessedItems).toEqual({});
  }
}

function batchesOf(items: readonly EnrollmentItem[]): EnrollmentItem[][] {
  const batches: EnrollmentItem[][] = [[]];
  for (const item of items) {
    const batch = batches.at(-1) ?? [];
    const isTwice = batch.some(({ pk, sk }) => pk === item.pk && sk === item.sk);
    if (batch.length === BATCH || isTwice) batches.push([item]);
    else batch.push(item);
  }
  return batches.filter(({ length }) => length > 0);
}
