import type { CardItem } from '../../model/card.ts';

/** What the steps of a course page hand on besides the course. */
export interface CourseStash {
  /** Null for a draft. */
  card?: CardItem | null;
}
