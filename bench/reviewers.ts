import { createHash } from 'node:crypto';
import { courseUlidOf } from '../model/ids.ts';
import type { Key } from '../model/keys.ts';
import { accountItem, reviewItem } from './bulk-items.ts';

/** More than a page of 20. */
const REVIEWERS = 25;
const FIRST = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

/** What everybody writes: as long as most reviews are. */
export const REVIEW_TEXT = 'Each lesson begins with an example that breaks, and ends with why it did. '
  .repeat(4)
  .trim();

/** Name of the nth reviewer, from 0. */
export function reviewerName(number: number): string {
  return `Reviewer ${String(number).padStart(2, '0')}`;
}

/** Numbers of the reviewers on the first page, the last review first. */
export const NEWEST_REVIEWERS = Array.from({ length: 20 }, (_, place) => REVIEWERS - 1 - place);

/** People and their reviews of a course, a minute apart. */
export function* reviewerItems(courseId: string): Generator<Key, void> {
  const courseUlid = courseUlidOf(courseId) ?? '';
  for (let number = 0; number < REVIEWERS; number += 1) {
    const now = new Date(FIRST + number * MINUTE_MS).toISOString();
    const hex = createHash('sha256').update(reviewerName(number)).digest('hex');
    const sub = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
    yield accountItem({ sub, email: `reviewer-${number}@bulk.test`, displayName: reviewerName(number), now });
    yield reviewItem({ sub, courseUlid, rating: 1 + (number % 5), text: REVIEW_TEXT, now });
  }
}
