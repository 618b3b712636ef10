import { courseUlidOf } from '../../../model/ids.ts';
import { AWARD, POINTS, pointsKey } from '../../../model/keys.ts';
import type { AwardItem } from '../../../model/award.ts';
import { COURSE_POINTS, pointsStamp, WEEK_POINTS } from '../../../model/points.ts';
import { weekOf, WEEK_SECONDS } from '../../../model/week.ts';
import { oldestWeek } from '../boards/scores.ts';
import type { Fold } from './fold.ts';

/** Weeks before the oldest that is kept: somebody who comes back after so many may keep one more. */
const FORGOTTEN_WEEKS = [2, 3, 4, 5, 6, 7, 8, 9];

function isAward(pk: string, sk: string): boolean {
  return pk.startsWith(POINTS) && sk.startsWith(AWARD);
}

/** A learner's points in all, by course and by week: the sums of their awards. By the learner's sub. */
export const learnerPoints: Fold = {
  kind: 'points',
  // The sum of versions goes up with each award that is written: it says which of two states is the newer.
  names: ['total', 'version'],
  isNamed: (name) => name.startsWith(COURSE_POINTS) || name.startsWith(WEEK_POINTS),
  entity: 'Points',
  totals: pointsKey,
  marks: 'own',
  touches: ({ pk, sk }) => (isAward(pk, sk) ? [pk.slice(POINTS.length)] : []),
  count: (item) => {
    if (!isAward(item.pk, item.sk)) return [];
    const { points, version, week, courseId } = item as unknown as AwardItem;
    const course = courseUlidOf(courseId);
    if (!course) throw new Error(`Award ${item.pk} ${item.sk} is of no course: ${courseId}`);
    const sums = { total: points, [`${COURSE_POINTS}${course}`]: points, [`${WEEK_POINTS}${week}`]: points };
    return [{ id: item.pk.slice(POINTS.length), counts: { version, ...sums } }];
  },
  sources: (sub) => [{ partition: ['pk', pointsKey(sub).pk], prefix: AWARD }],
  stamp: pointsStamp,
  isForgotten: (name, seconds) => name.startsWith(WEEK_POINTS) && name < `${WEEK_POINTS}${oldestWeek(seconds)}`,
  forgets: (seconds) => FORGOTTEN_WEEKS.map((weeks) => `${WEEK_POINTS}${weekOf(seconds - weeks * WEEK_SECONDS)}`),
};
