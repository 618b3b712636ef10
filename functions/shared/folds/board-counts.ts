import { BUCKETS, bucketOf } from '../../../model/histogram.ts';
import { INDEXES } from '../../../model/indexes.ts';
import {
  boardHistogramKey,
  COURSE_BOARD,
  ENROLLMENT,
  GLOBAL_BOARD,
  LEARNER,
  learningBuckets,
  POINTS,
  pointsBuckets,
  pointsKey,
  TIME_TO_LIVE,
} from '../../../model/keys.ts';
import type { Scores } from '../boards/scores.ts';
import { boardExpiry, isClosed, scoresOf } from '../boards/scores.ts';
import type { Fold, Item } from './fold.ts';

function isPoints(pk: string, sk: string): boolean {
  return pk.startsWith(POINTS) && sk === pointsKey('').sk;
}

/** How many learners of a board have about how many points. By the board's name. */
export const boardCounts: Fold = {
  kind: 'board',
  names: BUCKETS.map((_, number) => `b${number}`),
  entity: 'Histogram',
  totals: boardHistogramKey,
  marks: 'by shard',
  // Which courses and weeks its points are of, an item says that can be read; the other boards are rebuilt by hand.
  touches: ({ pk, sk }) => (isPoints(pk, sk) ? [GLOBAL_BOARD] : []),
  countsAggregates: true,
  count: (item) => {
    if (!isPoints(item.pk, item.sk)) return [];
    return [...scoresOf(item as Item & Scores)].flatMap(([id, points]) => {
      const bucket = bucketOf(points);
      return bucket ? [{ id, counts: { [bucket]: 1 } }] : [];
    });
  },
  sources: (board) => {
    if (!board.startsWith(COURSE_BOARD)) {
      const { partitionKey } = INDEXES.learnersWithPoints;
      return pointsBuckets().map((bucket) => ({
        index: 'learnersWithPoints',
        partition: [partitionKey, bucket],
        countsBy: (found) => found,
      }));
    }
    return learningBuckets(board.slice(COURSE_BOARD.length)).map((bucket) => ({
      index: 'learningOfCourse',
      partition: [INDEXES.learningOfCourse.partitionKey, bucket],
      prefix: ENROLLMENT,
      countsBy: ({ pk }) => pointsKey(pk.slice(LEARNER.length)),
    }));
  },
  stamp: (board): Readonly<Record<string, number>> => {
    const expiresAt = boardExpiry(board);
    return expiresAt === undefined ? {} : { [TIME_TO_LIVE]: expiresAt };
  },
  isClosed,
};
