import type { Cause } from './cause.ts';
import type { Key } from './keys.ts';

/**
 * How many learners of a board have about how many points. With it everybody's rank can be told within some error,
 * and the item stays below 1 KB however many they are. The bounds are data: whoever changes them counts all boards anew.
 */

/** Least points of each bucket: 9 % apart, once 9 % is more than the smallest award. */
export const BUCKETS: readonly number[] = [
  1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 95, 105, 115, 125, 135, 145, 160, 175, 190, 205,
  225, 245, 265, 290, 315, 345, 375, 410, 445, 485, 530, 580, 630, 685, 745, 810, 885, 965, 1050, 1140, 1240, 1350,
  1470, 1600, 1740, 1900, 2070, 2260, 2460, 2680, 2920, 3180, 3470, 3780, 4120, 4490, 4890, 5330, 5810, 6330, 6900,
  7520, 8200, 8940, 9740, 10_600, 11_600, 12_600, 13_700, 14_900, 16_200, 17_700, 19_300, 21_000, 22_900, 25_000,
  27_300, 29_800, 32_500, 35_400, 38_600, 42_100, 45_900, 50_000, 54_500, 59_400, 64_700, 70_500, 76_800, 83_700,
  91_200, 99_400,
];

/** Attribute of the histogram that counts the learners of a bucket. */
export type Bucket = `b${number}`;

/** Learners by bucket; one without learners may be absent. */
export type Counts = { readonly [bucket: Bucket]: number };

export type HistogramItem = Key &
  Counts & {
    readonly entity: 'Histogram';
    readonly v: 1;
    /** Set once the board's learners have been counted; from then on the counts follow. */
    readonly boardAsOf?: { readonly began: number; readonly to: number };
    readonly cause: Cause;
  };

/** The counts, where they are those of all learners. */
export function wholeCounts(histogram: HistogramItem | null): Counts | null {
  return histogram?.boardAsOf ? histogram : null;
}

/** Number of the bucket of somebody with so many points; -1 without any, since they are on no board. */
function bucketNumber(points: number): number {
  return BUCKETS.filter((least) => least <= points).length - 1;
}

/** The bucket of somebody with so many points, or null without any. */
export function bucketOf(points: number): Bucket | null {
  const number = bucketNumber(points);
  return number < 0 ? null : `b${number}`;
}

/** A rank, and by how much the true one may differ. */
export interface Estimate {
  readonly rank: number;
  readonly error: number;
}

/**
 * Rank of a learner whose points are below those that the board lists whole.
 * @param points more than none
 * @param listed points of the learners who are listed, each at least as many as theirs
 */
export function estimateRank(counts: Counts, points: number, listed: readonly number[]): Estimate {
  const own = bucketNumber(points);
  const above = BUCKETS.reduce((sum, _, number) => sum + (number > own ? (counts[`b${number}`] ?? 0) : 0), 0);
  const ahead = listed.filter((others) => others > points);
  const least = Math.max(ahead.length, above + ahead.filter((others) => bucketNumber(others) === own).length);
  const most = Math.max(least, above + (counts[`b${own}`] ?? 0) - 1);
  const half = Math.floor((most - least) / 2);
  return { rank: 1 + least + half, error: most - least - half };
}
