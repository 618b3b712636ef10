import type { AccountItem } from '../../model/account.ts';
import type { CourseCounts } from '../../model/card.ts';

/** What the steps of a course page hand on besides the course. */
export interface CourseStash {
  /** What is counted of the course; null for a draft. */
  card?: CourseCounts | null;
  /** Of somebody who may be its author. */
  account?: AccountItem | null;
  /** ULID of the course, where its id or a copy of it has told. */
  courseUlid?: string | null;
}
