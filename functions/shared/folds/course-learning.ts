import { POPULARITY_STEP } from '../../../model/card.ts';
import { INDEXES } from '../../../model/indexes.ts';
import { cardKey, enrolledCourseOf, learningBuckets, LEARNER, positionOf } from '../../../model/keys.ts';
import type { Counts, Fold, Item } from './fold.ts';

/** By an enrollment's status. */
const COUNTS: Readonly<Record<string, Counts>> = {
  ACTIVE: { enrolled: 1, popularity: POPULARITY_STEP },
  COMPLETED: { enrolled: 1, completed: 1, popularity: POPULARITY_STEP },
  CANCELED: {},
};

function countEnrollment({ pk, sk, status }: Item): Counts {
  const counts = COUNTS[String(status)];
  if (!counts) throw new Error(`Enrollment ${pk} ${sk} has the unknown status ${JSON.stringify(status)}.`);
  return counts;
}

/** How many learn in a course and have completed it, and how often its lessons were opened. By the course's ULID. */
export const courseLearning: Fold = {
  kind: 'learning',
  names: ['enrolled', 'completed', 'views', 'popularity'],
  entity: 'CourseCard',
  totals: cardKey,
  totalsMustExist: true,
  marks: 'by shard',
  touches: (key) => {
    if (!key.pk.startsWith(LEARNER)) return [];
    const course = enrolledCourseOf(key) ?? positionOf(key)?.courseUlid;
    return course ? [course] : [];
  },
  count: (item) => {
    if (!item.pk.startsWith(LEARNER)) return [];
    const opened = positionOf(item);
    if (opened) return [{ id: opened.courseUlid, counts: { views: 1 } }];
    const enrolled = enrolledCourseOf(item);
    return enrolled ? [{ id: enrolled, counts: countEnrollment(item) }] : [];
  },
  sources: (id) =>
    learningBuckets(id).map((bucket) => ({
      index: 'learningOfCourse',
      partition: [INDEXES.learningOfCourse.partitionKey, bucket],
    })),
  // Before anybody has enrolled, courses are in the order in which they were published.
  base: ({ course }) => ({
    popularity: Date.parse((course as { publishedAt?: string } | undefined)?.publishedAt ?? '') || 0,
  }),
};
